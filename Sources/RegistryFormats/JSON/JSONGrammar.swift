#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The rules of JSON, as Foundation knows them.
///
/// Foundation judges the form of a piece and undoes escapes. What it cannot give (keys that stand twice, numbers as they
/// are written, places) is then read from the bytes by ``JSONCursor``.
struct JSONGrammar {
  /// Says yes to every value, so that only its form is judged.
  private struct AnyShape: Decodable {
    init(from decoder: any Decoder) {}
  }

  private let decoder = JSONDecoder()

  /// Where the text is not one JSON value; nil if it is.
  func breach(in bytes: UnsafeBufferPointer<UInt8>) -> JSONBreach? {
    guard let start = bytes.baseAddress else { return JSONBreach(offset: 0, reason: "nothing stands here") }
    let text = Data(bytesNoCopy: UnsafeMutableRawPointer(mutating: start), count: bytes.count, deallocator: .none)
    if (try? decoder.decode(AnyShape.self, from: text)) != nil { return nil }
    return JSONCursor(bytes).firstBreach() ?? JSONBreach(offset: 0, reason: "its form is not that of JSON")
  }

  /// The text of a string, in UTF-8.
  ///
  /// - Parameter literal: The string as it stands in the file, with its quotes.
  /// - Returns: Nil where an escape is none, or half a surrogate pair.
  func text(of literal: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    (try? decoder.decode(String.self, from: Data(literal))).map { Array($0.utf8) }
  }
}
