/// Reads a protein FASTA of a release, such as A_prot.fasta, chunk by chunk.
///
/// A record is `>HLA:HLA00001 A*01:01:01:01 365 bp` and lines of residues. Of a head 64 bytes are kept, of a sequence
/// as much as ``ProteinBeginnings`` keeps.
struct ProteinFASTA {
  private static let longestHead = 64
  private static let prefix = Array(">HLA:".utf8)

  private let file: String
  private var head: [UInt8] = []
  private var sequence: [UInt8] = []
  private var isHead = false
  private var isInRecord = false
  private var line = 1
  private var headLine = 0
  private var firstFault: Int?
  private var faults = 0
  /// The sequences read so far.
  private(set) var proteins: ProteinBeginnings

  /// A reader that adds to what other files of the release gave.
  init(file: String, adding proteins: ProteinBeginnings) { (self.file, self.proteins) = (file, proteins) }

  /// Reads the next bytes.
  mutating func read(_ chunk: UnsafeRawBufferPointer) {
    for byte in chunk {
      switch byte {
      case UInt8(ascii: "\n"):
        line += 1
        isHead = false
      case UInt8(ascii: ">") where !isHead: startRecord()
      default: add(byte)
      }
    }
  }

  private mutating func startRecord() {
    endRecord()
    (isHead, isInRecord, headLine) = (true, true, line)
    head.append(UInt8(ascii: ">"))
  }

  private mutating func add(_ byte: UInt8) {
    if isHead {
      if head.count < ProteinFASTA.longestHead { head.append(byte) }
    } else if byte &- 65 < 26, sequence.count < ProteinBeginnings.length {
      sequence.append(byte)
    } else if byte > 32, !isInRecord {
      fault(line)
    }
  }

  private mutating func endRecord() {
    guard isInRecord else { return }
    let accession = head.dropFirst(ProteinFASTA.prefix.count).prefix { $0 > 32 }
    if head.starts(with: ProteinFASTA.prefix), let number = Accession.number(accession) {
      proteins.add(number, sequence)
    } else {
      fault(headLine)
    }
    head.removeAll(keepingCapacity: true)
    sequence.removeAll(keepingCapacity: true)
    isInRecord = false
  }

  private mutating func fault(_ line: Int) {
    faults += 1
    if firstFault == nil { firstFault = line }
  }

  /// Reads the end of the file.
  ///
  /// - Returns: A note, if there were lines that could not be understood.
  mutating func finish() -> String? {
    endRecord()
    guard let firstFault else { return nil }
    let more = faults > 1 ? " (and \(faults - 1) more)" : ""
    return "\(file):\(firstFault): not understood and left out\(more); a head such as "
      + "'>HLA:HLA00001 A*01:01:01:01 365 bp' was expected"
  }
}
