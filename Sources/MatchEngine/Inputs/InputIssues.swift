import HLATyping
import MatchReport

/// Something wrong, or worth saying, about one cell of an input.
public struct InputIssue: Hashable, Sendable, CustomStringConvertible {
  /// The input's name, without folders.
  public let file: String
  /// The place, the code and the words. Its `value` may hold a typing, never an id: it is made for whoever sent the
  /// input, not for logs.
  public let row: RowIssue

  /// An issue of an input.
  public init(file: String, row: RowIssue) { (self.file, self.row) = (file, row) }

  /// `FILE:LINE:COLUMN: what is wrong; what was expected`.
  public var description: String { "\(file):\(row.line):\(max(row.column, 1)): \(row.message.printable)" }
}

/// What is wrong with the rows of an input: counts by code, and the first issues in full.
public struct InputIssues: Hashable, Sendable {
  /// How often each code occurred.
  public let counts: [String: Int]
  /// The first issues, in the order of reading, at most ``ReadingSettings/keptIssues``.
  public let first: [InputIssue]

  /// Issues of an input.
  public init(counts: [String: Int] = [:], first: [InputIssue] = []) { (self.counts, self.first) = (counts, first) }

  init(_ log: IssueLog) { self.init(counts: log.counts, first: log.issues) }

  /// Number of issues; more than there are in ``first`` where the input has very many.
  public var total: Int { counts.values.reduce(0, +) }

  /// The counts as one line, most frequent first.
  public var summary: String {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
  }
}
