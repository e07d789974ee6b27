import Foundation
import TestFixtures

/// Official files and the generator of stand-ins, which lie beside the repository and are not part of it.
enum SharedSamples {
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appendingPathComponent("shared")

  /// The official archive of release 3.31.0.
  static let archive331 = folder.appendingPathComponent("imgt-3.31.0/xml/hla.xml.zip").path
  /// Whether the official archive is there.
  static let hasArchive = FileManager.default.isReadableFile(atPath: archive331)
  /// Whether the generator is there, and its source.
  static let hasGenerator =
    FileManager.default.isReadableFile(atPath: folder.appendingPathComponent("tools/make_hla_xml.py").path)
    && FileManager.default.isReadableFile(atPath: folder.appendingPathComponent("imgt-3.58.0/Allelelist.txt").path)

  struct GeneratorFailure: Error { var status: Int32 }

  /// Makes the small stand-in of release 3.58.0.
  ///
  /// - Returns: The path of the file.
  static func makeSmall(in scratch: ScratchFolder, name: String = "hla.xml", options: [String]) throws -> String {
    let output = scratch.url.appendingPathComponent(name).path
    let generator = Process()
    generator.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    generator.currentDirectoryURL = folder
    generator.arguments =
      ["python3", "tools/make_hla_xml.py", "--source", "imgt-3.58.0", "--size", "small", "--output", output] + options
    generator.standardOutput = FileHandle.nullDevice
    generator.standardError = FileHandle.nullDevice
    try generator.run()
    generator.waitUntilExit()
    guard generator.terminationStatus == 0 else { throw GeneratorFailure(status: generator.terminationStatus) }
    return output
  }
}
