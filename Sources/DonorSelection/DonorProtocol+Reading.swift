import Crypto
import Yams

extension DonorProtocol {
  /// Reads a protocol file.
  ///
  /// - Parameter bytes: The file: YAML in UTF-8, laid out like the built-in `mst`.
  /// - Throws: ``ProtocolFileError`` with line and column: unknown or missing keys, values out of range, rules that
  ///   contradict each other, an override without who and why.
  public init(file bytes: [UInt8]) throws(ProtocolFileError) {
    let draft = try ProtocolDraft(file: bytes)
    if let contradiction = draft.contradictions.first { throw contradiction }
    self = draft.rules
  }

  /// Everything that an author should put right in a protocol file before it is used.
  ///
  /// Stricter than ``init(file:)``: a rule that excludes or admits donors has to name its source.
  ///
  /// - Parameter bytes: The file.
  /// - Returns: The fault that keeps the file from being read, alone; otherwise all contradictions of its rules and all
  ///   sources that are missing, by line. Empty for a good file.
  public static func faults(file bytes: [UInt8]) -> [ProtocolFileError] {
    do throws(ProtocolFileError) {
      let draft = try ProtocolDraft(file: bytes)
      return (draft.contradictions + draft.missingSources).sorted {
        ($0.line ?? 0, $0.column ?? 0) < ($1.line ?? 0, $1.column ?? 0)
      }
    } catch {
      return [error]
    }
  }

  /// The text and its root, with the SHA-256 of the bytes.
  static func parse(_ bytes: [UInt8]) throws(ProtocolFileError) -> (text: String, hash: String, root: ProtocolNode) {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let (line, column) = DonorProtocol.placeOfFirstFault(bytes)
      throw ProtocolFileError(line: line, column: column, message: "not UTF-8; YAML in UTF-8 was expected")
    }
    let hash = SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw DonorProtocol.syntaxFault(error)
    }
    guard let root else {
      throw ProtocolFileError(line: 1, column: 1, message: "the file is empty; a protocol was expected")
    }
    return (text, hash, ProtocolNode(node: root, path: "the protocol"))
  }

  /// Line and column, in characters, of the first byte that is not UTF-8.
  private static func placeOfFirstFault(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high + 1) / 2
      // A good prefix may be cut within a character of at most four bytes.
      let isGood = (0...3).contains {
        $0 <= middle && String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil
      }
      if isGood { low = middle } else { high = middle - 1 }
    }
    while low > 0, String(validating: bytes[..<low], as: UTF8.self) == nil { low -= 1 }
    let lines = String(decoding: bytes[..<low], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.count, lines.last!.count + 1)
  }

  private static func syntaxFault(_ error: any Error) -> ProtocolFileError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ProtocolFileError(line: mark.line, column: mark.column, message: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      return ProtocolFileError(
        line: context.mark.line, column: context.mark.column,
        message: "not YAML: \(keys.sorted().joined(separator: ", ")) stands more than once")
    default: return ProtocolFileError(line: nil, column: nil, message: "not YAML: \(error)")
    }
  }
}
