import DonorSelection
import HLAMatching

/// Writes the rows of `compare` as CSV or TSV at the speed of memory: the same text as ``RankTable`` writes, without a
/// String or a check a cell.
///
/// Numbers come from tables of short texts, each with its delimiter in front, that are written eight bytes at a time.
///
/// Invariant: before a row is written, `bytes` has room for the longest text it can have beside its reasons, and for a
/// whole word behind it.
public struct PairLines: ~Copyable {
  /// Thirteen numbers or bounds with their delimiters, the status and the line end.
  private static let longestNumbers = 13 * 5 + 40

  /// A delimiter and a text of at most seven bytes, the first byte lowest.
  private struct ShortText {
    var word: UInt64 = 0
    var count = 0

    init(_ delimiter: UInt8, _ text: String) {
      for byte in [delimiter] + text.utf8 {
        word |= UInt64(byte) << UInt64(8 * count)
        count += 1
      }
    }
  }

  private let delimiter: UInt8
  /// The patient's cell.
  private let patient: [UInt8]
  /// The numbers 0...31, and the bounds of a locus by four times the least and the greatest.
  private let numbers: [ShortText]
  private let bounds: [ShortText]
  private let buffer: TextBuffer
  /// The buffer's, which stay the same while it does not grow.
  private var bytes: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  /// Lines of a patient, written to a buffer in the place of what it held.
  public init(patient: String, delimiter: UInt8, _ buffer: TextBuffer) {
    (self.delimiter, self.buffer) = (delimiter, buffer)
    (bytes, capacity) = (buffer.bytes, buffer.capacity)
    var cell = DelimitedText(delimiter: delimiter)
    cell.text(patient)
    self.patient = cell.bytes
    numbers = (0..<32).map { ShortText(delimiter, String($0)) }
    bounds = (0..<16).map { ShortText(delimiter, CountBounds(UInt8($0 / 4), UInt8($0 % 4)).description) }
  }

  /// The buffer with all lines.
  public consuming func finish() -> TextBuffer {
    buffer.count = count
    return buffer
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
    counts.forEachLocus { put(bounds[Int($0.match.min & 3) &* 4 &+ Int($0.match.max & 3)]) }
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
    buffer.makeRoom(more, behind: count)
    (bytes, capacity) = (buffer.bytes, buffer.capacity)
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
    put(numbers[Int(bounds.min & 31)])
    put(numbers[Int(bounds.max & 31)])
  }

  private mutating func put(_ text: ShortText) {
    UnsafeMutableRawPointer(bytes + count).storeBytes(of: text.word.littleEndian, as: UInt64.self)
    count &+= text.count
  }
}
