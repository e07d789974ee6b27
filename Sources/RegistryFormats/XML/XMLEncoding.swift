/// The encodings of XML documents that are read.
///
/// ISO-8859-1 is read as Windows-1252, of which all but its control characters is a part.
enum XMLEncoding: Equatable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  case windows1252

  /// The encoding of a document that begins so: by its byte order mark, else by its first character, else as declared.
  ///
  /// - Throws: ``XMLFileError/unknownEncoding(name:)``.
  init(detecting start: [UInt8]) throws(XMLFileError) {
    if start.starts(with: [0xEF, 0xBB, 0xBF]) {
      self = .utf8
    } else if start.starts(with: [0xFF, 0xFE]) || start.starts(with: [0x3C, 0x00]) {
      self = .utf16LittleEndian
    } else if start.starts(with: [0xFE, 0xFF]) || start.starts(with: [0x00, 0x3C]) {
      self = .utf16BigEndian
    } else {
      let name = Self.declaredName(in: start) ?? "UTF-8"
      switch name.uppercased() {
      case "UTF-8", "UTF8", "US-ASCII", "ASCII": self = .utf8
      case "ISO-8859-1", "ISO8859-1", "ISO_8859-1", "LATIN1", "WINDOWS-1252", "CP1252": self = .windows1252
      default: throw .unknownEncoding(name: name)
      }
    }
  }

  /// Whether the bytes suffice to tell the encoding.
  static func isTold(by start: [UInt8]) -> Bool {
    start.count >= 5 && (!start.starts(with: "<?xml".utf8) || start.contains(UInt8(ascii: ">")))
  }

  /// The length of the byte order mark with which these bytes begin.
  func markLength(in start: [UInt8]) -> Int {
    switch self {
    case .utf8: start.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    case .utf16LittleEndian, .utf16BigEndian: start.first == 0x3C || start.first == 0x00 ? 0 : 2
    case .windows1252: 0
    }
  }

  /// What the XML declaration, if there is one, names as the encoding.
  private static func declaredName(in start: [UInt8]) -> String? {
    guard start.starts(with: "<?xml".utf8), let end = start.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let declaration = String(decoding: start[..<end], as: UTF8.self)
    guard let word = declaration.split(separator: "encoding", maxSplits: 1).dropFirst().first else { return nil }
    let value = word.drop { $0 == "=" || $0.isWhitespace }
    guard let quote = value.first, quote == "\"" || quote == "'" else { return nil }
    return String(value.dropFirst().prefix { $0 != quote }.prefix(40))
  }
}

/// Turns the bytes of a document into UTF-8.
///
/// What the encoding does not allow becomes bytes that UTF-8 does not allow, so that the parser refuses it at its place.
struct XMLDecoder {
  private var transcoder: UTF16Transcoder?
  private var table: [[UInt8]] = []

  init(_ encoding: XMLEncoding) {
    switch encoding {
    case .utf8: break
    case .utf16LittleEndian: transcoder = UTF16Transcoder(.utf16LittleEndian, loneSurrogates: .kept)
    case .utf16BigEndian: transcoder = UTF16Transcoder(.utf16BigEndian, loneSurrogates: .kept)
    case .windows1252:
      table = (0...255).map { (byte: UInt8) in
        if Windows1252.isUndefined(byte) { return [byte] }
        return [byte].withUnsafeBufferPointer { Array(Windows1252.text(of: $0).utf8) }
      }
    }
  }

  /// Whether the bytes are UTF-8 as they are.
  var isPlain: Bool { transcoder == nil && table.isEmpty }

  /// The most bytes that so many bytes of a file can become.
  static func outputLimit(forInput count: Int) -> Int { max(3 * count, UTF16Transcoder.outputLimit(forInput: count)) }

  /// Writes the text of some bytes, and tells its length.
  mutating func decode(_ input: UnsafeBufferPointer<UInt8>, to output: UnsafeMutablePointer<UInt8>) -> Int {
    if transcoder != nil { return transcoder?.transcode(input, to: output, at: 0) ?? 0 }
    guard !table.isEmpty else {
      if let start = input.baseAddress { output.update(from: start, count: input.count) }
      return input.count
    }
    var written = 0
    for byte in input {
      for part in table[Int(byte)] {
        output[written] = part
        written += 1
      }
    }
    return written
  }

  /// Writes what stands for half a character at the end of the file, once.
  mutating func finish(to output: UnsafeMutablePointer<UInt8>) -> Int {
    transcoder?.finish(at: 0)
    guard let found = transcoder?.fault?.found else { return 0 }
    transcoder = nil
    switch found {
    case .oddLength, .loneSurrogate:
      output[0] = 0xFF
      return 1
    case .byte: return 0
    }
  }
}
