/// The user's word that a column stands under a certain header.
public struct ColumnOverride: Hashable, Sendable {
  /// The column's own name, such as `donor_id` or `A_1`.
  public var columnName: String
  /// The header that the file uses.
  public var header: String

  /// Assigns a column to a header.
  public init(columnName: String, header: String) {
    self.columnName = columnName
    self.header = header
  }

  /// Reads an assignment such as `donor_id=Spender Nr`; the header may hold further `=`.
  ///
  /// - Throws: ``CSVError/malformedOverride(text:)`` without `=` or with an empty side.
  public init(parsing text: String) throws(CSVError) {
    let sides = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
    guard sides.count == 2, !sides[0].isEmpty, !sides[1].isEmpty else { throw .malformedOverride(text: text) }
    self.init(columnName: sides[0], header: sides[1])
  }

  private static func trimmed(_ text: Substring) -> String {
    let rest = text.drop(while: \.isWhitespace)
    let kept = rest.lastIndex(where: { !$0.isWhitespace }).map { rest[...$0] } ?? ""
    return String(kept)
  }
}
