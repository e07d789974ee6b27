import ArgumentParser
import MatchEngine

/// `hlamatch reference`.
struct ReferenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reference", abstract: "Makes, shows and downloads reference data.",
    subcommands: [ReferenceBuildCommand.self, ReferenceInfoCommand.self, ReferenceFetchCommand.self])
}

/// `hlamatch reference build`.
struct ReferenceBuildCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "build", abstract: "Makes an index from the official files of one release.")

  @Argument(help: "Folders in the layout of ANHIG/IMGTHLA, or single files of it, such as hla.xml.zip.")
  var sources: [String] = []

  @Option(help: "Compile this table of multiple allele codes (alpha.v3 or numer.v3) instead of a release.")
  var mac: String?

  @Option(name: .shortAndLong, help: "The index file.")
  var output: String

  @Flag(help: "Drop control characters that XML forbids, as releases 3.41 and 3.45 held.")
  var repair = false

  mutating func run() throws {
    guard sources.isEmpty != (mac == nil) else {
      throw EngineError.usage("sources of a release, or --mac with a table of codes, were expected")
    }
    if let mac { return try compile(mac) }
    let index = try ReferenceIndex.make(sources: sources, repairing: repair)
    let file = try OutputFile(path: output)
    try file.write(index.bytes)
    try file.commit()
    StandardError.write("hlamatch: IPD-IMGT/HLA \(index.facts.release), \(index.alleleCount) alleles, in \(output)")
  }
}

extension ReferenceBuildCommand {
  private func compile(_ path: String) throws {
    let codes = try MultipleAlleleCodes.load(path)
    let file = try OutputFile(path: output)
    try file.write(codes.bytes)
    try file.commit()
    StandardError.write("hlamatch: \(codes.count) multiple allele codes, in \(output)")
  }
}

/// `hlamatch reference info`.
struct ReferenceInfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info", abstract: "Shows what a reference was made from.")

  @Argument(help: "An index, a folder or a file. Default: HLAMATCH_REFERENCE, else the embedded excerpt.")
  var path: String?

  @Flag(help: "Show every note on the sources.")
  var notes = false

  mutating func run() throws {
    let index = try ReferenceIndex.open(path ?? Environment.reference)
    let output = try OutputFile(path: nil)
    for line in ReferenceReport.lines(index.facts, allNotes: notes) { try output.writeLine(line) }
    try output.commit()
  }
}

/// `hlamatch reference fetch`.
struct ReferenceFetchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "fetch",
    abstract: "Downloads the official files of a release, checks them and makes an index from them.")

  @Argument(help: "The release, as 3.58.0.")
  var release: String

  @Option(name: .shortAndLong, help: "The index file. Default: imgt-RELEASE.hlaref.")
  var output: String?

  @Option(help: "Where the downloaded files are kept. Default: a folder imgt-RELEASE.")
  var folder: String?

  @Option(help: "A folder, or an address, in the layout of ANHIG/IMGTHLA to take the files from.")
  var mirror: String?

  mutating func run() throws {
    let fetch = try ReferenceFetch(release: release, mirror: mirror, folder: folder) { StandardError.write($0) }
    let index = try fetch.run()
    let path = output ?? "imgt-\(release).hlaref"
    let file = try OutputFile(path: path)
    try file.write(index.bytes)
    try file.commit()
    StandardError.write("hlamatch: IPD-IMGT/HLA \(index.facts.release), \(index.alleleCount) alleles, in \(path)")
  }
}
