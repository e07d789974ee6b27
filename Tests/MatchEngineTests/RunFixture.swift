import Foundation
import MatchEngine

/// The example files of the repository and a folder of its own for what a test writes.
final class RunFixture {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("hlamatch-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  static var day: CalendarDate { CalendarDate(year: 2026, month: 11, day: 22)! }

  /// Options over the example donors and patients.
  static func options() -> RunOptions {
    var options = RunOptions(date: day)
    options.patients = root.appendingPathComponent("hla-data/example/patients.csv").path
    options.donors = [root.appendingPathComponent("hla-data/example/donors.csv").path]
    return options
  }

  func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

  func write(_ name: String, _ text: String) throws -> String {
    try Data(text.utf8).write(to: folder.appendingPathComponent(name))
    return path(name)
  }

  func text(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: folder.appendingPathComponent(name)), as: UTF8.self)
  }

  var files: [String] {
    get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() }
  }
}
