/// Finds the delimiter of a file from its first records.
struct DelimiterVote {
  /// The records that vote, the header among them.
  static let recordLimit = 1_000

  /// In the order in which they win if nothing else tells them apart.
  static let candidates = [ASCII.comma, ASCII.semicolon, ASCII.tab, ASCII.pipe]

  private let bytes: UnsafeBufferPointer<UInt8>
  private let isWholeFile: Bool

  /// - Parameters:
  ///   - bytes: The decoded beginning of the file, followed by at least 7 readable bytes.
  ///   - isWholeFile: Whether the last record is complete even without a line end.
  init(_ bytes: UnsafeBufferPointer<UInt8>, isWholeFile: Bool) {
    self.bytes = bytes
    self.isWholeFile = isWholeFile
  }

  /// The delimiter that cuts the header into several fields and the most records into as many; of equals, the one that
  /// makes more fields. Comma if none cuts the header.
  func winner() -> UInt8 {
    var best = (delimiter: Self.candidates[0], agreement: -1.0, fields: 1)
    for delimiter in Self.candidates {
      let (fields, agreement) = tally(delimiter)
      guard fields > 1 else { continue }
      if agreement > best.agreement || agreement == best.agreement && fields > best.fields {
        best = (delimiter, agreement, fields)
      }
    }
    return best.delimiter
  }

  /// The header's number of fields, and the share of records that have as many.
  private func tally(_ delimiter: UInt8) -> (fields: Int, agreement: Double) {
    var header = 0
    var records = 0
    var agreeing = 0
    forEachFieldCount(delimiter) { count in
      if records == 0 { header = count }
      records += 1
      if count == header { agreeing += 1 }
    }
    return (header, records == 0 ? 0 : Double(agreeing) / Double(records))
  }

  private func forEachFieldCount(_ delimiter: UInt8, _ body: (Int) -> Void) {
    guard let base = bytes.baseAddress else { return }
    var scanner = RecordScanner(delimiter: delimiter)
    var start = 0
    var records = 0
    while start < bytes.count, records < Self.recordLimit {
      let isComplete = scanner.scan(base + start, available: bytes.count - start)
      if !isComplete {
        // The sample cut the record: only a header longer than the sample has a vote.
        guard isWholeFile && !scanner.isWithinQuotes || records == 0 else { return }
        scanner.finish()
      }
      if scanner.position > 0 {
        body(scanner.fieldCount)
        records += 1
      }
      start += scanner.position + 1
      scanner.reset()
    }
  }
}
