/// A sorted table of name pairs over one pool of text: former or deleted name to what replaces it.
///
/// `rows` holds four values a row: offset and length of the key, offset and length of the value, in `text`; keys
/// ascend bytewise.
struct NameTable: @unchecked Sendable {
  let rows: UnsafeBufferPointer<UInt32>
  let text: UnsafeBufferPointer<UInt8>

  var count: Int { rows.count / 4 }

  func key(_ row: Int) -> Slice<UnsafeBufferPointer<UInt8>> { slice(row * 4) }
  func value(_ row: Int) -> String { String(decoding: slice(row * 4 + 2), as: UTF8.self) }

  private func slice(_ at: Int) -> Slice<UnsafeBufferPointer<UInt8>> {
    text[Int(rows[at])..<Int(rows[at]) + Int(rows[at + 1])]
  }

  /// The first row whose key is not less than `name`.
  func lowerBound(_ name: some Sequence<UInt8>) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if key(middle).lexicographicallyPrecedes(name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// The value of an exact key.
  func value(of name: String) -> String? {
    let row = lowerBound(name.utf8)
    return row < count && key(row).elementsEqual(name.utf8) ? value(row) : nil
  }

  /// All rows whose keys begin with `prefix`.
  func rows(beginningWith prefix: String) -> Range<Int> {
    let first = lowerBound(prefix.utf8)
    var last = first
    while last < count, key(last).starts(with: prefix.utf8) { last += 1 }
    return first..<last
  }

  /// Sorts pairs into the two sections of an index; of equal keys the first given stays.
  static func sections(_ pairs: [(key: String, value: String)]) -> (rows: [UInt32], text: [UInt8]) {
    var rows: [UInt32] = []
    var text: [UInt8] = []
    var seen = Set<String>()
    let unique = pairs.filter { seen.insert($0.key).inserted }
    for pair in unique.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      for part in [pair.key, pair.value] {
        rows += [UInt32(text.count), UInt32(part.utf8.count)]
        text.append(contentsOf: part.utf8)
      }
    }
    return (rows, text)
  }
}
