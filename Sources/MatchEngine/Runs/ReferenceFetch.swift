import Crypto
import Foundation
import HLAReference

/// Downloads the official files of a release to the user's machine, checks them, and makes an index from them.
///
/// Nothing is taken from anywhere but the release's own branch, or the mirror that the user names (FORMATS, section 6).
public struct ReferenceFetch {
  private struct File {
    let path: String
    let isRequired: Bool
  }

  /// The archive comes last.
  private static let files: [File] =
    [
      "Allelelist.txt", "wmda/hla_nom.txt", "wmda/hla_nom_g.txt", "wmda/hla_nom_p.txt", "wmda/rel_dna_ser.txt",
      "wmda/rel_ser_ser.txt", "wmda/md5checksum.txt",
    ].map { File(path: $0, isRequired: true) }
    + [
      "release_version.txt", "Allele_status.txt", "Deleted_alleles.txt", "Nomenclature_2009.txt", "tce/dpb_tce.csv",
      "xml/hla.xml.zip",
    ].map { File(path: $0, isRequired: false) }

  private static let proteins: [File] = ["A", "B", "C"].map {
    File(path: "fasta/\($0)_prot.fasta", isRequired: false)
  }

  private let release: String
  private let base: String
  private let folder: String
  private let report: (String) -> Void

  /// A download.
  ///
  /// - Parameters:
  ///   - release: As `3.58.0`.
  ///   - mirror: A folder or an address that holds the files in the layout of ANHIG/IMGTHLA; nil: the official
  ///     repository.
  ///   - folder: Where the files are kept; nil: `imgt-RELEASE`.
  ///   - report: Receives a line for each file.
  /// - Throws: ``EngineError/usage(_:)`` where the release is no release.
  public init(
    release: String, mirror: String?, folder: String?, report: @escaping (String) -> Void
  ) throws(EngineError) {
    let numbers = release.split(separator: ".", omittingEmptySubsequences: false)
    guard numbers.count == 3, numbers.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 48 < 10 } }) else {
      throw .usage("\(release) is no release; three numbers such as 3.58.0 were expected")
    }
    self.release = release
    base = mirror ?? "https://github.com/ANHIG/IMGTHLA/raw/\(numbers.joined())"
    self.folder = folder ?? "imgt-\(release)"
    self.report = report
  }

  /// Fetches, verifies and builds.
  ///
  /// - Throws: ``EngineError/download(_:)`` where a file cannot be had or fails its checksum.
  public func run() throws(EngineError) -> ReferenceIndex {
    var hasArchive = false
    for file in ReferenceFetch.files { hasArchive = try fetch(file) }
    // KIR ligands need the proteins, which the archive has too.
    if !hasArchive { for file in ReferenceFetch.proteins { _ = try fetch(file) } }
    try verify("wmda")
    let index = try ReferenceIndex.make(sources: [folder], repairing: false)
    guard index.facts.release == release else {
      throw .data("\(base): holds release \(index.facts.release); \(release) was expected")
    }
    return index
  }

  /// Fetches a file.
  ///
  /// - Returns: Whether it is offered.
  private func fetch(_ file: File) throws(EngineError) -> Bool {
    let target = "\(folder)/\(file.path)"
    try makeFolder(of: target)
    let isThere = base.contains("://") ? try download(file.path, to: target) : try copy(file.path, to: target)
    if !isThere, file.isRequired {
      throw .download("\(base)/\(file.path): missing; the file of a release was expected")
    }
    report("hlamatch: \(file.path): \(isThere ? "fetched" : "not offered, left out")")
    return isThere
  }

  private func makeFolder(of path: String) throws(EngineError) {
    let parent = path.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
    do { try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true) } catch {
      throw .cannotCreate("\(parent): cannot be created; a folder that can be written was expected")
    }
  }

  private func copy(_ path: String, to target: String) throws(EngineError) -> Bool {
    let source = "\(base)/\(path)"
    guard FileManager.default.fileExists(atPath: source) else { return false }
    let bytes: [UInt8]
    do { bytes = try WholeFile.bytes(source, limit: 1 << 30) } catch {
      throw .download("\(source): \(error.reason); a readable file was expected")
    }
    let file = try OutputFile(path: target)
    try file.write(bytes)
    try file.commit()
    return true
  }

  /// Lets curl fetch one file beside its place, then puts it there.
  private func download(_ path: String, to target: String) throws(EngineError) -> Bool {
    let address = "\(base)/\(path)"
    let part = target + ".part"
    defer { try? FileManager.default.removeItem(atPath: part) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "curl", "--silent", "--show-error", "--location", "--proto", "=https,http", "--connect-timeout", "20",
      "--max-time", "1800", "--retry", "2", "--output", part, "--write-out", "%{http_code}", address,
    ]
    let answer = Pipe()
    process.standardOutput = answer
    do { try process.run() } catch { throw .download("curl cannot be started; the program curl was expected") }
    let bytes = try OutputFile.guarding(temporary: part, child: process.processIdentifier) {
      defer { process.waitUntilExit() }
      return answer.fileHandleForReading.readDataToEndOfFile()
    }
    let status = String(decoding: bytes, as: UTF8.self)
    if process.terminationStatus == 0, status == "404" { return false }
    guard process.terminationStatus == 0, status == "200" else {
      throw .download("\(address): the download failed (curl \(process.terminationStatus), status \(status))")
    }
    guard rename(part, target) == 0 else { throw .cannotCreate("\(target): cannot be written") }
    return true
  }

  /// Holds the files of a folder against its md5checksum.txt: `MD5 (hla_nom.txt) = 841e...`.
  private func verify(_ name: String) throws(EngineError) {
    let list = "\(folder)/\(name)/md5checksum.txt"
    let text: String
    do { text = String(decoding: try WholeFile.bytes(list, limit: 1 << 20), as: UTF8.self) } catch {
      throw .download("\(list): \(error.reason)")
    }
    var verified: Set<String> = []
    for line in text.split(whereSeparator: \.isNewline) {
      guard let open = line.firstIndex(of: "("), let close = line.firstIndex(of: ")"), open < close else { continue }
      let listed = String(line[line.index(after: open)..<close])
      let file = "\(folder)/\(name)/\(listed)"
      guard let bytes = try? WholeFile.bytes(file, limit: 1 << 30) else { continue }
      let sum = HexText.of(Insecure.MD5.hash(data: bytes))
      guard line.hasSuffix(sum) else {
        throw .download("\(file): its checksum is \(sum); the one of \(name)/md5checksum.txt was expected")
      }
      verified.insert("\(name)/\(listed)")
    }
    let needed = ReferenceFetch.files.map(\.path).filter {
      $0.hasPrefix("\(name)/") && !$0.hasSuffix("md5checksum.txt")
    }
    for path in needed where !verified.contains(path) {
      throw .download("\(list): has no checksum of \(path); one for each file was expected")
    }
    report("hlamatch: \(verified.count) checksums agree")
  }
}
