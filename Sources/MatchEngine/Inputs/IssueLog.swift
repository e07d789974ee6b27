import HLATyping
import MatchReport

/// Collects what is wrong with the rows of the inputs: counts by code, the first few in full, all in a file if asked.
public final class IssueLog {
  /// Columns of rejects and warnings files.
  private static let columns = ["file", "line", "column", "field", "value", "code", "message"]
  private static let quoted = 20

  /// How often each code occurred.
  public private(set) var counts: [String: Int] = [:]
  /// The first issues as messages, `FILE:LINE:COLUMN: what is wrong; what was expected`.
  public private(set) var messages: [String] = []
  /// The first issues as values, as many as were asked for.
  private(set) var issues: [InputIssue] = []
  private let kept: Int
  /// The file of all issues, where one was asked for.
  let output: OutputFile?

  /// A log.
  ///
  /// - Parameters:
  ///   - path: The file that receives every issue as CSV; nil for none.
  ///   - kept: Issues kept as values.
  init(path: String?, kept: Int = 0) throws(EngineError) {
    self.kept = kept
    output = try path.map { path throws(EngineError) in try OutputFile(path: path) }
    var header = DelimitedText(delimiter: 44)
    for column in IssueLog.columns { header.plain(column) }
    header.endRow()
    try output?.write(header.bytes)
  }

  /// Number of issues.
  public var total: Int { counts.values.reduce(0, +) }

  /// Adds an issue of a file.
  func add(_ issue: RowIssue, file: String) throws(EngineError) {
    counts[issue.code, default: 0] += 1
    if issues.count < kept { issues.append(InputIssue(file: baseName(file), row: issue)) }
    if messages.count < IssueLog.quoted {
      messages.append("\(file):\(issue.line):\(max(issue.column, 1)): \(issue.message.printable)")
    }
    guard let output else { return }
    var row = DelimitedText(delimiter: 44)
    row.text(baseName(file))
    row.number(issue.line)
    row.number(issue.column)
    row.text(issue.field)
    row.text(issue.value)
    row.plain(issue.code)
    row.text(issue.message)
    row.endRow()
    try output.write(row.bytes)
  }

  /// The counts as one line, most frequent first.
  public var summary: String { InputIssues(self).summary }
}

/// The name of a file without its folders: outputs hold no path of the machine they were made on.
func baseName(_ path: String) -> String { String(path.split(separator: "/").last ?? "-") }
