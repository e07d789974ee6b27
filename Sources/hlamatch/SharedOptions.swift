import ArgumentParser
import MatchEngine

extension BlankSecond: ExpressibleByArgument {}
extension ResultFormat: ExpressibleByArgument {}
extension TextEncoding: ExpressibleByArgument {}
extension RegistryFileFormat: ExpressibleByArgument {}

/// Where the reference comes from.
struct ReferenceOptions: ParsableArguments {
  @Option(
    help: """
      An index made by 'reference build', a folder of official IPD-IMGT/HLA files, or an hla.xml(.gz|.zip). \
      Default: HLAMATCH_REFERENCE, else the embedded excerpt.
      """)
  var reference: String?

  @Option(help: "The table of multiple allele codes: alpha.v3 or numer.v3 (.txt, .zip), or one compiled from it.")
  var mac: String?

  @Flag(help: "No progress and no summary on standard error.")
  var quiet = false

  /// The reference asked for, or the one of the environment.
  var path: String? { reference ?? Environment.reference }

  /// Says on standard error that the excerpt is used.
  func announce(_ reference: ReferenceIndex) {
    guard reference.facts.isExcerpt, !quiet else { return }
    StandardError.write(
      "hlamatch: using the embedded excerpt of IPD-IMGT/HLA \(reference.facts.release), not a full release; "
        + "--reference takes a full one")
  }
}

/// How donor and patient files are read; shared by every command that reads them.
struct ReadingOptions: ParsableArguments {
  @Option(help: "Receives rejected rows as CSV.")
  var rejects: String?

  @Option(help: "Receives warnings as CSV.")
  var warnings: String?

  @Option(help: "What a blank second value of a donor means: homozygous or unknown. Default: as the protocol says.")
  var blankSecond: BlankSecond?

  @Option(parsing: .upToNextOption, help: "Names of columns: canonical=their_header, comma-separated.")
  var columns: [String] = []

  @Option(help: "The delimiter: comma, semicolon, tab, pipe or the character itself. Default: detected.")
  var delimiter: String?

  @Option(help: "utf-8, utf-16le, utf-16be or windows-1252. Default: detected.")
  var encoding: TextEncoding?

  @Option(help: "The format of the donors: csv, mv4, wmda-xml, hml, atlas-json, jsonl or fhir. Default: detected.")
  var inputFormat: RegistryFileFormat?

  @Flag(help: "Go on at the next record where a long XML file is not well-formed.")
  var recover = false

  /// The settings for reading.
  func settings() throws(EngineError) -> InputReading.Settings {
    var settings = InputReading.Settings()
    settings.columns = try ColumnArgument.overrides(columns)
    settings.files.csv.delimiter = try ColumnArgument.delimiter(delimiter)
    settings.files.csv.encoding = encoding
    (settings.files.format, settings.files.recovers) = (inputFormat, recover)
    (settings.rejects, settings.warnings) = (rejects, warnings)
    return settings
  }
}

/// The options that `rank`, `compare` and `explain` share.
struct RunArguments: ParsableArguments {
  @Option(help: "The file of patients: CSV, HML, WMDA XML, Atlas JSON, JSON lines or FHIR; plain, gzip or zip.")
  var patients: String

  @Option(
    parsing: .upToNextOption,
    help: "A pool made by 'pool build', or one or more files of donors in the same formats; '-' is standard input.")
  var donors: [String]

  @OptionGroup var reference: ReferenceOptions

  @Option(name: .customLong("protocol"), help: "A built-in protocol or a protocol file.")
  var protocolName = "mst"

  @Option(help: "csv, tsv, json, jsonl, table, or html (rank, explain). Default: table on a terminal, else csv.")
  var format: ResultFormat?

  @Option(help: "Where the result goes. Default: standard output.")
  var output: String?

  @OptionGroup var reading: ReadingOptions

  @Option(help: "What a blank second value of a patient means. Default: as the protocol says.")
  var patientBlankSecond: BlankSecond?

  @Option(help: "Number of threads. Default: all cores.")
  var threads: Int?

  @Flag(help: "No result where a row was rejected.")
  var strict = false

  @Option(help: "The day on which ages are counted, YYYY-MM-DD. Default: today.")
  var date: String?

  @Option(help: "A table of KIR typings by donor id (CSV).")
  var kir: String?

  @Option(help: "Loci to count beside the ten: DRB3, DRB4, DRB5, DQA1, DPA1, DPB1; comma-separated.")
  var loci: String?

  /// The options of a run.
  func runOptions() throws(EngineError) -> RunOptions {
    var options = RunOptions(date: try Environment.day(date))
    (options.reference, options.codes) = (reference.path, reference.mac)
    (options.protocolName, options.patients, options.donors) = (protocolName, patients, donors)
    options.reading = try reading.settings()
    (options.blankSecond, options.patientBlankSecond) = (reading.blankSecond, patientBlankSecond)
    (options.output, options.kir) = (output, kir)
    options.deeperLoci = try LociArgument.deeper(loci)
    options.isStrict = strict
    options.threads = try Environment.threads(threads)
    options.kernel = try Environment.kernel()
    options.scratchFolder = Environment.scratchFolder
    return options
  }
}
