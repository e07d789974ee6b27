import Foundation

/// A folder of its own for the files of one test, removed with the last reference to it.
public final class ScratchFolder: Sendable {
  /// Where the folder lies.
  public let url: URL

  /// Makes the folder, empty.
  ///
  /// - Throws: What the file system reports.
  public init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("hlamatch-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Where a file of this name stands or would stand.
  public func path(_ name: String) -> String { url.appendingPathComponent(name).path }

  /// Writes a file and returns its path.
  ///
  /// - Throws: What the file system reports.
  public func write(_ bytes: [UInt8], as name: String) throws -> String {
    let file = url.appendingPathComponent(name)
    try Data(bytes).write(to: file)
    return file.path
  }

  /// Writes a text file and returns its path.
  ///
  /// - Throws: What the file system reports.
  public func write(_ text: String, as name: String) throws -> String { try write(Array(text.utf8), as: name) }
}
