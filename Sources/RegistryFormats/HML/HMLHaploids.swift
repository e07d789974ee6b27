/// Puts the haploids of a sample into the columns of their loci.
///
/// The first two haploids of a locus and method within an allele assignment are its two values, in order.
struct HMLHaploids {
  private enum Method: Int { case dna, serology }
  /// The assignments that gave a locus values, the first and the latest, and how many the latest gave.
  private struct Given {
    var first = 0
    var latest = 0
    var count = 0
  }

  private let buffer: RecordBuffer
  private var given: [Given]
  private var assignment = 0
  /// Whether the open assignment has a haploid with a type.
  private(set) var hasTyping = false

  // Of the haploid that is open.
  private var locus: Int?
  private var method: Method?
  private var type: [UInt8] = []
  private var place = RecordPlace(line: 0, column: 0)

  init(_ buffer: RecordBuffer) {
    self.buffer = buffer
    given = Array(repeating: Given(), count: 2 * RegistryColumn.locusNames.count)
  }

  /// Forgets the last sample.
  mutating func beginSample() {
    for index in given.indices { given[index] = Given() }
    assignment = 0
  }

  /// Begins an allele assignment.
  mutating func beginAssignment() {
    assignment += 1
    hasTyping = false
  }

  /// Begins a haploid.
  mutating func begin(at place: RecordPlace) {
    (locus, method, self.place) = (nil, nil, place)
    type.removeAll(keepingCapacity: type.capacity <= 1 << 12)
  }

  /// The gene, with or without `HLA-`; haploids of genes that have no columns are passed over.
  mutating func setLocus(_ text: UnsafeBufferPointer<UInt8>) {
    let name = text.starts(with: "HLA-".utf8) ? text.dropFirst(4) : text[...]
    locus = RegistryColumn.locusNames.firstIndex { name.elementsEqual($0.utf8) }
  }

  /// `DNA` or `SER`.
  mutating func setMethod(_ text: UnsafeBufferPointer<UInt8>) {
    method = text.elementsEqual("DNA".utf8) ? .dna : text.elementsEqual("SER".utf8) ? .serology : nil
  }

  /// The allele or antigen, as it stands.
  mutating func setType(_ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    type.append(contentsOf: text)
    self.place = place
  }

  /// Ends the haploid: its value goes into the column.
  mutating func end() {
    guard let locus else { return }
    guard let method else {
      return buffer.note(.unexpectedValue(name: "method of a haploid", expected: "DNA or SER"), at: place)
    }
    if !type.isEmpty { hasTyping = true }
    let name = RegistryColumn.locusNames[locus]
    let slot = 2 * locus + method.rawValue
    let position = nextPosition(slot)
    let column = method == .dna ? StandardHeader.dna(name, position) : StandardHeader.serology(name, position)
    guard let column else { return buffer.note(.repeated(name: "a haploid of HLA-\(name)"), at: place) }
    if given[slot].first == assignment {
      buffer.set(column, type, at: place)
    } else if !buffer.isSet(column) || !buffer.bytes(column).elementsEqual(type) {
      // Two assignments that tell the same are one; of two that differ none is known to hold.
      buffer.note(.repeated(name: "a typing of HLA-\(name)"), at: place)
    }
  }

  /// The position, from 1, of the haploid within its locus and assignment.
  private mutating func nextPosition(_ slot: Int) -> Int {
    if given[slot].latest != assignment { (given[slot].latest, given[slot].count) = (assignment, 0) }
    if given[slot].first == 0 { given[slot].first = assignment }
    given[slot].count += 1
    return given[slot].count
  }
}
