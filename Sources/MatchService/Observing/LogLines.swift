import FoundationEssentials
import Glibc
import Logging

/// Log records as one JSON object a line on standard error.
///
/// What is logged are routes, statuses, times, names of tokens, pools and codes: never a typing, an id of a person, a
/// path or a query as it was asked for.
public struct LogLines: LogHandler {
  /// Common to all records of this logger.
  public var metadata: Logger.Metadata = [:]
  /// Records below are left out.
  public var logLevel = Logger.Level.info
  private let label: String
  private let write: @Sendable (String) -> Void

  /// A writer of records.
  ///
  /// - Parameter write: Takes each line, which ends with a line break.
  public init(label: String, write: @escaping @Sendable (String) -> Void = LogLines.toStandardError) {
    (self.label, self.write) = (label, write)
  }

  /// One value of the metadata.
  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes a record.
  public func log(event: LogEvent) {
    var members = ["time": LogLines.now(), "level": event.level.rawValue, "message": "\(event.message)", "from": label]
    for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }) { members[key] = "\(value)" }
    guard let text = try? JSONBytes.of(members) else { return }
    write(String(buffer: text))
  }

  /// Writes a line to standard error.
  public static func toStandardError(_ line: String) {
    let bytes = Array(line.utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }

  /// The time in UTC, `2026-11-22T10:15:30Z`.
  static func now() -> String { Date().formatted(.iso8601) }
}
