import Crypto
import FoundationEssentials
import MatchEngine

/// The tokens that a service knows, by the SHA-256 of their text; the tokens themselves stand nowhere.
///
/// A file has one token a line: its name, its scopes joined with commas, and 64 hexadecimal digits. Blank lines and lines
/// that begin with `#` are passed over.
public struct TokenTable: Sendable {
  private struct Entry: Sendable {
    let caller: Caller
    let digest: [UInt8]
  }

  /// A larger file is no file of tokens.
  static let largestFile = 1 << 20
  private let entries: [Entry]

  /// Reads the lines of a file.
  ///
  /// - Throws: ``SettingsFault`` with the line; no part of a digest is shown.
  public init(text: String, file: String) throws(SettingsFault) {
    var entries: [Entry] = []
    var names: Set<String> = []
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let words = line.split { $0 == " " || $0 == "\t" || $0 == "\r" }
      guard let first = words.first, first.first != "#" else { continue }
      let place = "\(file):\(index + 1):1"
      guard words.count == 3, let digest = TokenTable.bytes(words[2]), let scopes = TokenTable.scopes(words[1]) else {
        throw SettingsFault("\(place): not a token; NAME SCOPES SHA256 was expected")
      }
      guard names.insert(String(first)).inserted else {
        throw SettingsFault("\(place): the name stands on an earlier line; each name was expected once")
      }
      entries.append(Entry(caller: Caller(name: String(first), scopes: scopes), digest: digest))
    }
    guard !entries.isEmpty else { throw SettingsFault("\(file): holds no token; one a line was expected") }
    self.entries = entries
  }

  /// Reads a file.
  ///
  /// - Throws: ``SettingsFault``.
  public init(path: String) throws(SettingsFault) {
    let text: String
    do { text = try SmallFile.text(path, limit: TokenTable.largestFile) } catch {
      throw SettingsFault("\(path): \(error.reason); a file of tokens was expected")
    }
    try self.init(text: text, file: path)
  }

  /// Who has a token; nil for nobody.
  ///
  /// Every entry is compared to its end, so that the time taken says nothing of how much of a digest fits.
  public func caller(token: some Sequence<UInt8>) -> Caller? {
    let digest = Array(SHA256.hash(data: Array(token)))
    var found: Caller?
    for entry in entries where TokenTable.isEqual(entry.digest, digest) { found = entry.caller }
    return found
  }

  private static func isEqual(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard left.count == right.count else { return false }
    var difference: UInt8 = 0
    for index in left.indices { difference |= left[index] ^ right[index] }
    return difference == 0
  }

  private static func bytes(_ text: Substring) -> [UInt8]? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 64, !digits.contains(nil) else { return nil }
    return stride(from: 0, to: 64, by: 2).map { UInt8(digits[$0]! << 4 | digits[$0 + 1]!) }
  }

  private static func scopes(_ text: Substring) -> Set<TokenScope>? {
    let scopes = text.split(separator: ",", omittingEmptySubsequences: false).map { TokenScope(rawValue: String($0)) }
    guard !scopes.contains(nil) else { return nil }
    return Set(scopes.compactMap { $0 })
  }
}

extension TokenTable {
  /// A new token and the line that stands for it in a file of tokens.
  ///
  /// - Returns: The token, 43 letters and digits of 256 random bits, and `NAME SCOPES SHA256`.
  public static func make(name: String, scopes: Set<TokenScope>) -> (token: String, line: String) {
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789")
    var random = SystemRandomNumberGenerator()
    let token = "hlm_" + String((0..<43).map { _ in alphabet.randomElement(using: &random)! })
    let words = TokenScope.allCases.filter(scopes.contains).map(\.rawValue).joined(separator: ",")
    return (token, "\(name) \(words) \(HexText.of(SHA256.hash(data: Array(token.utf8))))")
  }
}
