import Glibc

/// Multiple allele codes in the layout of alpha.v3, as many as a full table has, none of them genuine.
///
/// 85 % are generic with 2 to 30 second fields, 15 % specific with 2 to 10 names; low fields are the commonest, as in
/// genuine codes. The order is that of the published file: by the alphabet.
struct InventedCodes {
  /// The least code of two letters, as a number of base 26; all up to `first + count - 1` are there.
  static let first = 27
  let count: Int
  let seed: UInt64

  /// The letters of a code, from its number.
  struct Letters: RandomAccessCollection {
    private let letters: InlineArray<6, UInt8>
    let startIndex: Int
    let endIndex = 6

    init(_ value: Int) {
      var letters = InlineArray<6, UInt8>(repeating: 0)
      var (rest, index) = (value, 6)
      while rest > 0 {
        index -= 1
        letters[index] = UInt8(65 + (rest - 1) % 26)
        rest = (rest - 1) / 26
      }
      (self.letters, startIndex) = (letters, index)
    }

    subscript(index: Int) -> UInt8 { letters[index] }
  }

  /// Writes the file.
  func write(_ path: String) throws {
    guard let file = fopen(path, "w") else { throw FileFault(path: path) }
    defer { fclose(file) }
    var numbers = SeededNumbers(seed: seed)
    var text = Array("\"LAST UPDATED: 01/01/26\"\r\n*\tCODE\tSUBTYPE\r\n\r\n".utf8)
    /// Letters in the order of the alphabet: a code, then all longer ones that begin with it.
    func visit(_ letters: [UInt8], _ value: Int) {
      guard value < InventedCodes.first + count else { return }
      if letters.count > 1 {
        append(letters, to: &text, &numbers)
        if text.count > 1 << 20 {
          fwrite(text, 1, text.count, file)
          text.removeAll(keepingCapacity: true)
        }
      }
      guard letters.count < 6 else { return }
      for letter in 1...26 { visit(letters + [UInt8(64 + letter)], value * 26 + letter) }
    }
    visit([], 0)
    guard fwrite(text, 1, text.count, file) == text.count else { throw FileFault(path: path) }
  }

  private func append(_ letters: [UInt8], to text: inout [UInt8], _ numbers: inout SeededNumbers) {
    let isGeneric = Int.random(in: 0..<100, using: &numbers) < 85
    let members = Int.random(in: 2...(isGeneric ? 30 : 10), using: &numbers)
    if !isGeneric { text.append(UInt8(ascii: "*")) }
    text.append(9)
    text += letters
    text.append(9)
    let firsts = [1, 2, 3, 11, 24, 26, 68, 7, 8, 15, 35, 44, 4, 13]
    let first = firsts[Int.random(in: 0..<firsts.count, using: &numbers)]
    var fields = Set<Int>()
    while fields.count < members {
      let height = Double.random(in: 0..<1, using: &numbers)
      fields.insert(1 + Int(height * height * height * 400))
    }
    for (number, field) in fields.sorted().enumerated() {
      if number > 0 { text.append(UInt8(ascii: "/")) }
      if !isGeneric {
        append(first, to: &text)
        text.append(UInt8(ascii: ":"))
      }
      append(field, to: &text)
    }
    text += [13, 10]
  }

  private func append(_ field: Int, to text: inout [UInt8]) {
    if field < 10 { text.append(48) }
    text += Array(String(field).utf8)
  }
}

/// A file that cannot be written or read.
struct FileFault: Error { let path: String }
