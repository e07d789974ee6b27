import Glibc
import MatchEngine

/// What the surroundings of the program say: day, cores, environment.
enum Environment {
  /// `HLAMATCH_REFERENCE`, unless empty.
  static var reference: String? {
    guard let value = getenv("HLAMATCH_REFERENCE"), value.pointee != 0 else { return nil }
    return String(cString: value)
  }

  /// `TMPDIR`, or `/tmp`.
  static var scratchFolder: String {
    guard let value = getenv("TMPDIR"), value.pointee != 0 else { return "/tmp" }
    return String(cString: value)
  }

  /// The kernel named by `HLAMATCH_KERNEL`, or the fastest that this processor has.
  static func kernel() throws(EngineError) -> ScanKernel {
    guard let value = getenv("HLAMATCH_KERNEL"), value.pointee != 0 else { return .best }
    guard let kernel = ScanKernel(rawValue: String(cString: value)), kernel.isSupported else {
      let names = ScanKernel.allCases.filter(\.isSupported).map(\.rawValue).joined(separator: ", ")
      throw .usage("HLAMATCH_KERNEL=\(String(cString: value)): one of \(names) was expected on this processor")
    }
    return kernel
  }

  /// A day given as `YYYY-MM-DD`, or today.
  static func day(_ text: String?) throws(EngineError) -> CalendarDate {
    if let text {
      guard text.contains("-"), let date = CalendarDate(Array(text.utf8)) else {
        throw .usage("--date \(text): not a day; YYYY-MM-DD was expected")
      }
      return date
    }
    return .today
  }

  /// A number of threads, or all cores.
  static func threads(_ asked: Int?) throws(EngineError) -> Int {
    guard let asked else { return SearchSettings.processors }
    guard (1...1024).contains(asked) else { throw .usage("--threads \(asked): 1 to 1024 were expected") }
    return asked
  }

  /// Whether standard error is a terminal.
  static var hasTerminal: Bool { isatty(2) == 1 }
}

/// Arguments about the columns of files.
enum ColumnArgument {
  /// `canonical=their_header` pairs, comma-separated.
  static func overrides(_ texts: [String]) throws(EngineError) -> [ColumnOverride] {
    var overrides: [ColumnOverride] = []
    for text in texts.flatMap({ $0.split(separator: ",") }) {
      let override: ColumnOverride
      do throws(CSVError) { override = try ColumnOverride(parsing: String(text)) } catch {
        throw .usage("--columns: \(error)")
      }
      guard RegistryColumn(canonicalName: override.columnName) != nil else {
        throw .usage("--columns: \(override.columnName) is no column; a name such as donor_id or A_1 was expected")
      }
      overrides.append(override)
    }
    return overrides
  }

  /// A delimiter by name or as itself.
  static func delimiter(_ text: String?) throws(EngineError) -> UInt8? {
    guard let text else { return nil }
    let names: [String: UInt8] = ["comma": 44, "semicolon": 59, "tab": 9, "pipe": 124, "\\t": 9]
    if let byte = names[text] { return byte }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 128 else {
      throw .usage("--delimiter \(text): comma, semicolon, tab, pipe or one character was expected")
    }
    return byte
  }
}

/// Loci given as arguments.
enum LociArgument {
  /// Loci to count beside the ten, comma-separated, in report order.
  static func deeper(_ text: String?) throws(EngineError) -> [Locus] {
    guard let text else { return [] }
    let allowed = Locus.typed.filter { !Locus.ten.contains($0) }
    var loci: Set<Locus> = []
    for name in text.split(separator: ",") {
      let bare = name.filter { $0 != " " }
      guard let locus = Locus(name: bare.hasPrefix("HLA-") ? String(bare.dropFirst(4)) : bare), allowed.contains(locus)
      else {
        throw .usage("--loci \(name): one of \(allowed.map(\.name).joined(separator: ", ")) was expected")
      }
      loci.insert(locus)
    }
    return loci.sorted()
  }
}
