import Foundation

/// The official allele list of release 3.58.0, which lies beside the repository and is not part of it.
enum OfficialNames {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared/imgt-3.58.0/Allelelist.txt").path
  static let isPresent = FileManager.default.isReadableFile(atPath: path)

  /// The names as written, in the order of the file.
  static func all() throws -> [String] {
    try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).compactMap { line in
      guard line.hasPrefix("HLA"), let comma = line.firstIndex(of: ",") else { return nil }
      return String(line[line.index(after: comma)...])
    }
  }
}
