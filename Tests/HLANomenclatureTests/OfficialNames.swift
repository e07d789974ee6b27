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

/// A small generator of numbers that gives the same sequence for the same seed (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
