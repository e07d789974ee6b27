import Glibc

/// The files of a folder that a catalogue is made of.
enum FolderListing {
  /// What a file is, by the end of its name.
  enum Kind: String, CaseIterable {
    case pool = ".hlapool"
    case reference = ".hlaref"
    case rules = ".yaml"
  }

  /// One file.
  struct Entry: Equatable {
    /// The name without its ending: what requests call it.
    let name: String
    let kind: Kind
    let path: String
    let identity: FileIdentity
  }

  /// More files of a folder are not looked at.
  static let most = 10_000

  /// The regular files of a folder with an ending that means something and a plain name, in the order of names.
  ///
  /// - Returns: nil where the folder cannot be read.
  static func entries(of folder: String) -> [Entry]? {
    guard let stream = opendir(folder) else { return nil }
    defer { closedir(stream) }
    var entries: [Entry] = []
    while let found = readdir(stream), entries.count < most {
      let name = withUnsafePointer(to: &found.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if let entry = entry(name, in: folder) { entries.append(entry) }
    }
    return entries.sorted { ($0.kind.rawValue, $0.name) < ($1.kind.rawValue, $1.name) }
  }

  private static func entry(_ file: String, in folder: String) -> Entry? {
    guard let kind = Kind.allCases.first(where: { file.hasSuffix($0.rawValue) }) else { return nil }
    let name = String(file.dropLast(kind.rawValue.count))
    guard isPlain(name) else { return nil }
    let path = "\(folder)/\(file)"
    guard let identity = FileIdentity(path: path) else { return nil }
    return Entry(name: name, kind: kind, path: path, identity: identity)
  }

  /// Letters, digits, `.`, `_` and `-`, not beginning with a dot, at most 100.
  static func isPlain(_ name: String) -> Bool {
    guard !name.isEmpty, name.utf8.count <= 100, name.first != "." else { return false }
    return name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}

extension FileIdentity {
  /// The identity of a regular file; nil where there is none.
  init?(path: String) {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    self.init(
      device: UInt64(status.st_dev), inode: UInt64(status.st_ino), bytes: Int64(status.st_size),
      seconds: Int(status.st_mtim.tv_sec), nanoseconds: Int(status.st_mtim.tv_nsec))
  }
}
