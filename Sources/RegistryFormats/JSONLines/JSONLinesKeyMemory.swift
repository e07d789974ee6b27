/// Finds the meanings of keys, quickly where one line has the keys of the line before.
struct JSONLinesKeyMemory {
  private let keys = JSONLinesKeys()
  /// By the number of the member within its line: the key that stood there last, and its meaning.
  private var last: [(raw: [UInt8], meaning: JSONLinesKey)] = []
  private static let mostMembers = 256

  init() {}

  /// The meaning of a key.
  ///
  /// - Parameters:
  ///   - member: The number of the member within its line, from 0.
  ///   - raw: The key as it stands in the file.
  ///   - name: The key's text.
  mutating func meaning(
    member: Int, raw: UnsafeBufferPointer<UInt8>, name: () -> String?
  ) -> JSONLinesKey? {
    if member < last.count, last[member].raw.elementsEqual(raw) { return last[member].meaning }
    guard let name = name(), let meaning = keys[name] else { return nil }
    if member < last.count {
      last[member] = (Array(raw), meaning)
    } else if member == last.count, member < Self.mostMembers {
      last.append((Array(raw), meaning))
    }
    return meaning
  }
}
