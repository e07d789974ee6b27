import RegistryFormats

/// Where the bytes of an input come from: donors, patients, or a table of KIR typings.
///
/// Either may hold any of the formats, plain, gzip or zip; which, is found out from the beginning.
public enum InputSource: Sendable {
  /// A file; `-` is standard input.
  case file(String)
  /// Bytes in memory. The name stands where that of a file would: in messages and in the record of the inputs.
  case bytes([UInt8], name: String)

  /// A text in memory, such as CSV with a header, or one JSON object a line.
  public static func text(_ text: String, name: String) -> InputSource { .bytes(Array(text.utf8), name: name) }

  /// The path, or the name of bytes in memory.
  public var name: String {
    switch self {
    case .file(let path): path
    case .bytes(_, let name): name
    }
  }

  /// Opens the input.
  ///
  /// - Parameter observer: Called with each chunk as stored, in order.
  func open(
    _ options: RegistryFile.Options, observer: @escaping (UnsafeRawBufferPointer) -> Void
  ) throws(RegistryFileError) -> RegistryFile {
    switch self {
    case .file(let path): try RegistryFile(path: path, options: options, observer: observer)
    case .bytes(let bytes, _): try RegistryFile(source: ArrayByteSource(bytes), options: options, observer: observer)
    }
  }
}

extension [InputSource] {
  /// All names, as messages about several inputs show them.
  var names: String { map(\.name).joined(separator: ", ") }
}
