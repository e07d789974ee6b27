/// The first residues of proteins, by accession: as far as ligands and leaders need them.
///
/// At most 256 residues of a sequence are kept, and at most 262 144 sequences.
struct ProteinBeginnings {
  /// Residues kept of a sequence; residue 83 of the mature protein is the 107th of a full one.
  static let length = 256
  /// Sequences kept; a release has some thirty thousand at HLA-A, -B and -C.
  static let mostSequences = 1 << 18

  private var residues: [UInt8] = []
  private var ranges: [UInt32: Range<Int>] = [:]
  /// More sequences came than are kept; the build must fail.
  private(set) var isFull = false
  /// Whether there is no sequence.
  var isEmpty: Bool { ranges.isEmpty }

  /// Keeps a sequence; of two with one accession the first.
  mutating func add(_ accession: UInt32, _ sequence: some Collection<UInt8>) {
    guard !sequence.isEmpty, ranges[accession] == nil else { return }
    guard ranges.count < ProteinBeginnings.mostSequences else {
      isFull = true
      return
    }
    let start = residues.count
    residues.append(contentsOf: sequence.prefix(ProteinBeginnings.length))
    ranges[accession] = start..<residues.count
  }

  /// The first residues of a protein; nil where it is not known.
  subscript(accession: UInt32) -> ArraySlice<UInt8>? { ranges[accession].map { residues[$0] } }
}
