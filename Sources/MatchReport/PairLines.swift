import DonorSelection
import HLAMatching

/// Writes the rows of `compare` as CSV or TSV at the speed of memory: the same text as ``RankTable`` writes, without a
/// String or a check a cell.
///
/// Invariant: before a row is written, `bytes` has room for the longest text it can have beside its reasons.
public struct PairLines: ~Copyable {
  /// Thirteen numbers or bounds with their delimiters, the status and the line end.
  private static let longestNumbers = 13 * 5 + 32

  private let delimiter: UInt8
  /// The patient's cell.
  private let patient: [UInt8]
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  /// Lines of a patient.
  public init(patient: String, delimiter: UInt8) {
    self.delimiter = delimiter
    var cell = DelimitedText(delimiter: delimiter)
    cell.text(patient)
    self.patient = cell.bytes
    capacity = 1 << 20
    bytes = .allocate(capacity: capacity)
  }

  deinit { bytes.deallocate() }

  /// Calls `body` with the text written so far.
  public func withText<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    body(UnsafeBufferPointer(start: bytes, count: count))
  }

  /// Adds a row.
  ///
  /// - Parameters:
  ///   - donor: The donor's id, in UTF-8.
  ///   - total: The sum over the five loci.
  public mutating func add(
    _ donor: UnsafeRawBufferPointer, _ counts: PairCounts, total: MatchCounts, _ assessment: PairAssessment
  ) {
    makeRoom(patient.count + 2 * donor.count + 8 + PairLines.longestNumbers)
    copy(patient)
    put(delimiter)
    addID(donor)
    addNumbers(total.match)
    addNumbers(total.gvh)
    addNumbers(total.hvg)
    addNumbers(total.homozygous)
    counts.forEachLocus { addBounds($0.match) }
    put(delimiter)
    switch assessment.status {
    case .eligible: copy("eligible")
    case .indeterminate: copy("indeterminate")
    case .excluded: copy("excluded")
    }
    put(delimiter)
    if assessment.status != .eligible {
      let reasons = Array(assessment.reasons(counts).joined(separator: ";").utf8)
      makeRoom(reasons.count + 1)
      copy(reasons)
    }
    put(10)
  }

  private mutating func makeRoom(_ more: Int) {
    guard count + more > capacity else { return }
    let larger = max(2 * capacity, count + more)
    let fresh = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    fresh.update(from: bytes, count: count)
    bytes.deallocate()
    (bytes, capacity) = (fresh, larger)
  }

  private mutating func put(_ byte: UInt8) {
    bytes[count] = byte
    count &+= 1
  }

  private mutating func copy(_ text: StaticString) {
    (bytes + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count &+= text.utf8CodeUnitCount
  }

  private mutating func copy(_ text: [UInt8]) {
    guard !text.isEmpty else { return }
    text.withUnsafeBufferPointer { (bytes + count).update(from: $0.baseAddress!, count: $0.count) }
    count &+= text.count
  }

  /// An id of letters, digits and harmless signs is written as it is.
  private mutating func addID(_ id: UnsafeRawBufferPointer) {
    for (index, byte) in id.enumerated() {
      // Digits, letters and what lies beyond ASCII, and the signs . - _ : within.
      let isLetter = byte >= 48 && byte != 61 && byte != 64 && byte != 124 || index > 0 && (byte == 45 || byte == 46)
      guard isLetter, byte != delimiter else {
        var cell = DelimitedText(delimiter: delimiter)
        cell.text(id)
        count &-= index
        makeRoom(cell.bytes.count + PairLines.longestNumbers)
        return copy(cell.bytes)
      }
      put(byte)
    }
  }

  private mutating func addNumbers(_ bounds: CountBounds) {
    put(delimiter)
    addDigits(bounds.min)
    put(delimiter)
    addDigits(bounds.max)
  }

  private mutating func addBounds(_ bounds: CountBounds) {
    put(delimiter)
    addDigits(bounds.min)
    guard bounds.isOpen else { return }
    put(46)
    put(46)
    addDigits(bounds.max)
  }

  /// A number below a hundred.
  private mutating func addDigits(_ value: UInt8) {
    if value >= 10 { put(48 + value / 10) }
    put(48 + value % 10)
  }
}
