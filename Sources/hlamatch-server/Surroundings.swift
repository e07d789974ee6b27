import Glibc

/// What the surroundings of the program say.
enum Surroundings {
  /// The environment; of two entries of one name the first counts.
  static var environment: [String: String] {
    var found: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if parts.count == 2, found[String(parts[0])] == nil { found[String(parts[0])] = String(parts[1]) }
      entry += 1
    }
    return found
  }

  /// `HLAMATCH_CONFIG`, unless empty.
  static var configurationFile: String? {
    guard let value = getenv("HLAMATCH_CONFIG"), value.pointee != 0 else { return nil }
    return String(cString: value)
  }
}

/// Lines for people.
enum StandardError {
  static func write(_ line: String) {
    let bytes = Array("\(line)\n".utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }
}
