import Foundation
import GRDB

@testable import SearchHistory

extension SearchStore {
  /// A setting of the connection that writes.
  func pragma(_ name: String) throws -> String? {
    try database.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
  }
}

/// Permissions of files.
enum FileMode {
  static func of(_ path: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    return (attributes[.posixPermissions] as? NSNumber)?.intValue ?? 0
  }
}

/// Files as text.
enum TextFile {
  static func read(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  }
}

/// A history of the time before requests were kept.
enum OlderHistory {
  static func write(_ path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try HistorySchema.migrator.migrate(queue, upTo: "1 searches")
    try queue.write { database in
      try database.execute(
        sql: """
          INSERT INTO searches (at, caller, kind, program, release, reference_sha256, protocol, protocol_sha256, pool,
            pool_sha256, date, patients, result_sha256, top)
          VALUES ('2026-01-01T00:00:00Z', 'earlier', 'rank', 'hlamatch 0.1.0', '3.58.0', 'a', 'mst', 'b', 'p', 'c',
            '2026-01-01', 1, 'd', '[]')
          """)
    }
    try queue.close()
  }
}
