import Yams

/// A file of settings in YAML, looked at for names that mean nothing: a limit with a slip of the pen must not be one that
/// does not hold.
enum SettingsFile {
  /// The largest file that is looked at.
  private static let largest = 1 << 20

  /// Refuses names that are no settings.
  ///
  /// - Throws: ``SettingsFault`` with the place.
  static func requireKnownNames(path: String) throws(SettingsFault) {
    let text: String
    do { text = try SmallFile.text(path, limit: largest) } catch {
      throw SettingsFault("\(path): \(error.reason); a file of settings was expected")
    }
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw SettingsFault("\(path): cannot be read as settings; a file of YAML was expected")
    }
    guard let root else { return }
    guard let mapping = root.mapping else {
      throw SettingsFault("\(path):1:1: no names with values; settings such as 'http:' were expected")
    }
    try requireKnown(mapping, under: "", path)
  }

  private static func requireKnown(
    _ mapping: Node.Mapping, under parent: String, _ path: String
  ) throws(SettingsFault) {
    for (key, value) in mapping {
      let own = key.string ?? ""
      let name = parent + own
      let place = path + (key.mark.map { ":\($0.line):\($0.column)" } ?? "")
      if names.contains(name), !own.contains(".") {
        guard value.scalar != nil else { throw SettingsFault("\(place): \(name) has parts; one value was expected") }
      } else if own.contains(".") || !names.contains(where: { $0.hasPrefix(name + ".") }) {
        throw SettingsFault("\(place): \(name) is no setting; \(expected(under: parent)) was expected")
      } else if let inner = value.mapping {
        try requireKnown(inner, under: name + ".", path)
      } else if !["", "~", "null"].contains(value.scalar?.string) {
        throw SettingsFault("\(place): \(name) has a value; \(expected(under: name + ".")) was expected")
      }
    }
  }

  /// The settings of one part of the file, or its parts.
  private static func expected(under parent: String) -> String {
    let inner = names.filter { $0.hasPrefix(parent) }.map { name in
      parent + (name.dropFirst(parent.count).split(separator: ".").first ?? "")
    }
    return inner.indices.filter { inner.firstIndex(of: inner[$0]) == $0 }.map { inner[$0] }.joined(separator: ", ")
  }

  /// Every setting by its name in the file.
  static let names = [
    "http.host", "http.port", "folder", "reference", "codes", "tokens", "tls.certificate", "tls.key", "rescanSeconds",
    "threads", "log.level", "history.file", "history.keepDays", "history.mebibytes", "limits.bodyBytes",
    "limits.bodyBytesAtOnce", "limits.patients", "limits.listed", "limits.listedAtOnce", "limits.searches",
    "limits.waiting", "limits.searchesOfCaller", "limits.seconds", "limits.connections", "limits.idleSeconds",
  ]
}
