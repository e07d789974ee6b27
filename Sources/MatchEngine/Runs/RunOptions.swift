import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping
import RegistryFormats
import TransplantFacts

/// What a run is asked to do with which inputs; the options shared by `rank`, `compare` and `explain`.
public struct RunOptions: Sendable {
  /// The reference; nil for the embedded excerpt.
  public var reference: String?
  /// The table of multiple allele codes; nil for none.
  public var codes: String?
  /// A built-in protocol's name, or a file.
  public var protocolName = "mst"
  /// The file of patients.
  public var patients = ""
  /// The files of donors; `-` is standard input.
  public var donors: [String] = []
  /// How the files are to be read, and what receives rejected rows and warnings.
  public var reading = InputReading.Settings()
  /// What blank second values of donors mean; nil: what the protocol says.
  public var blankSecond: BlankSecond?
  /// What blank second values of patients mean; nil: what the protocol says.
  public var patientBlankSecond: BlankSecond?
  /// The day on which ages are counted.
  public var date: CalendarDate
  /// Donors kept for each patient; 0: all.
  public var top = 100
  /// Loci counted beside the ten; they change neither status nor order.
  public var deeperLoci: [Locus] = []
  /// A table of KIR typings by donor id; nil for none.
  public var kir: String?
  /// Threads.
  public var threads = 1
  /// Which code scans the pool.
  public var kernel = ScanKernel.best
  /// Where temporary files may stand.
  public var scratchFolder = "/tmp"
  /// No result where a row was rejected.
  public var isStrict = false
  /// Receives excluded donors (`rank`).
  public var excluded: String?
  /// Receives the result; nil: standard output.
  public var output: String?
  /// Cells collected from the donor (`explain`).
  public var collection = CellCollection()
  /// The donor whose rejected row is to be remembered (`explain`).
  public var watchedDonor: String?

  /// Options of a run on a day.
  public init(date: CalendarDate) { self.date = date }

  /// Reads the protocol and settles its policies.
  ///
  /// - Throws: ``EngineError/data(_:)`` with file, line and column, or a missing input.
  public func loadProtocol() throws(EngineError) -> DonorProtocol {
    var rules = try DonorProtocol.load(protocolName)
    if let blankSecond { rules.donorTyping.blankSecond = blankSecond }
    if let patientBlankSecond { rules.patientTyping.blankSecond = patientBlankSecond }
    return rules
  }
}

extension DonorProtocol {
  /// A protocol by its built-in name, or from a file.
  ///
  /// - Throws: ``EngineError`` naming file, line and column.
  public static func load(_ name: String) throws(EngineError) -> DonorProtocol {
    do throws(ProtocolFileError) {
      if let rules = try builtIn(name) { return rules }
    } catch {
      // One of them leaves a choice to its user.
      throw .data(message(error, file: name))
    }
    let bytes = try fileBytes(name)
    do { return try DonorProtocol(file: bytes) } catch { throw .data(message(error, file: name)) }
  }

  /// The text of a built-in protocol, be it ready for use or not, or of a protocol file that is.
  ///
  /// - Throws: ``EngineError`` naming file, line and column.
  public static func text(of name: String) throws(EngineError) -> String {
    if let file = builtInFile(name) { return String(decoding: file, as: UTF8.self) }
    return try load(name).text
  }

  /// The bytes of a protocol file.
  static func fileBytes(_ name: String) throws(EngineError) -> [UInt8] {
    do { return try WholeFile.bytes(name, limit: 1 << 20) } catch {
      let known = builtInNames.joined(separator: ", ")
      throw .missingInput("\(name): \(error.reason); a file, or one of the built-in protocols \(known), was expected")
    }
  }

  /// `FILE:LINE:COLUMN: what is wrong; what was expected`.
  static func message(_ error: ProtocolFileError, file: String) -> String {
    "\(file):\(error.line ?? 1):\(error.column ?? 1): \(error.message)"
  }
}
