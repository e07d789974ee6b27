import HLAMatching

/// Writes JSON in one line, by hand: rankings are mostly such text, and services make thousands of them a second.
///
/// Who calls it gives the members in the order of their names; the bytes are then those of Foundation's encoder with sorted
/// keys and unescaped slashes, against which tests hold it.
///
/// Invariant: the first `count` of the `capacity` bytes at `room` are written, and nobody else holds `room`. Only
/// ``place(_:)`` moves `count`, and who calls it writes every byte that it gave.
struct JSONLineWriter: ~Copyable {
  private var room: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    room = .allocate(capacity: self.capacity)
  }

  deinit { room.deallocate() }

  /// The line so far.
  var bytes: [UInt8] { Array(UnsafeBufferPointer(start: room, count: count)) }

  /// Room for bytes that the caller writes at once.
  @inline(__always) private mutating func place(_ length: Int) -> UnsafeMutablePointer<UInt8> {
    if capacity - count < length { grow(length) }
    defer { count += length }
    return room + count
  }

  @inline(never) private mutating func grow(_ length: Int) {
    capacity = max(2 * capacity, count + length)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: room, count: count)
    room.deallocate()
    room = larger
  }

  @inline(__always) private mutating func add(_ byte: UInt8) { place(1).pointee = byte }

  /// Adds JSON that was made before.
  mutating func plain(_ json: UnsafeBufferPointer<UInt8>) {
    guard let start = json.baseAddress else { return }
    place(json.count).update(from: start, count: json.count)
  }

  /// Adds text as it is: names of members and what stands between values.
  @inline(__always) mutating func plain(_ text: StaticString) {
    let length = text.utf8CodeUnitCount
    place(length).update(from: text.utf8Start, count: length)
  }

  /// Adds JSON that was made before.
  mutating func plain(_ json: [UInt8]) { json.withUnsafeBufferPointer { plain($0) } }

  mutating func number(_ number: Int) {
    if number >= 0, number < 10 { return add(48 + UInt8(truncatingIfNeeded: number)) }
    if number >= 0, number < 100 {
      let digits = place(2)
      digits[0] = 48 + UInt8(truncatingIfNeeded: number / 10)
      digits[1] = 48 + UInt8(truncatingIfNeeded: number % 10)
      return
    }
    var text = String(number)
    text.withUTF8 { plain($0) }
  }

  /// A number, or null.
  mutating func number(_ number: Int?) {
    if let number { self.number(number) } else { plain("null") }
  }

  /// A finite number with the shortest digits that give it, or null.
  mutating func number(_ number: Double?) {
    guard let number else { return plain("null") }
    var digits = number.description
    let isWhole = digits.hasSuffix(".0")
    digits.withUTF8 { plain(isWhole ? UnsafeBufferPointer(rebasing: $0.dropLast(2)) : $0) }
  }

  /// Bounds as an object.
  @inline(__always) mutating func bounds(_ bounds: CountBounds) {
    plain(#"{"max":"#)
    number(Int(bounds.max))
    plain(#","min":"#)
    number(Int(bounds.min))
    add(UInt8(ascii: "}"))
  }

  /// The four counts as an object.
  mutating func counts(_ counts: MatchCounts) {
    plain(#"{"gvh":"#)
    bounds(counts.gvh)
    plain(#","homozygous":"#)
    bounds(counts.homozygous)
    plain(#","hvg":"#)
    bounds(counts.hvg)
    plain(#","match":"#)
    bounds(counts.match)
    add(UInt8(ascii: "}"))
  }

  /// Texts as a list.
  mutating func texts(_ texts: [String]) { list(texts) { $0.text($1) } }

  /// A list.
  mutating func list<Element>(_ elements: [Element], _ write: (inout JSONLineWriter, Element) -> Void) {
    add(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { add(UInt8(ascii: ",")) }
      write(&self, element)
    }
    add(UInt8(ascii: "]"))
  }

  /// The name of a member of the object that was begun, behind a comma unless it is the first.
  @inline(__always) mutating func name(_ name: StaticString) {
    if count > 0, room[count - 1] != UInt8(ascii: "{") { add(UInt8(ascii: ",")) }
    add(UInt8(ascii: "\""))
    plain(name)
    plain("\":")
  }

  /// The same for a name that is not written in the program.
  mutating func name(ofText name: String) {
    if count > 0, room[count - 1] != UInt8(ascii: "{") { add(UInt8(ascii: ",")) }
    text(name)
    add(UInt8(ascii: ":"))
  }

  mutating func member(_ name: StaticString, _ value: Int) {
    self.name(name)
    number(value)
  }

  mutating func member(_ name: StaticString, _ value: Int?) {
    self.name(name)
    number(value)
  }

  mutating func member(_ name: StaticString, _ value: Double?) {
    self.name(name)
    number(value)
  }

  mutating func member(_ name: StaticString, _ value: String) {
    self.name(name)
    text(value)
  }

  mutating func member(_ name: StaticString, _ value: [String]) {
    self.name(name)
    texts(value)
  }

  mutating func member(_ name: StaticString, _ value: CountBounds) {
    self.name(name)
    bounds(value)
  }

  mutating func member(_ name: StaticString, _ value: MatchCounts) {
    self.name(name)
    counts(value)
  }

  /// An object whose members `body` writes.
  @inline(__always) mutating func object(_ body: (inout JSONLineWriter) -> Void) {
    add(UInt8(ascii: "{"))
    body(&self)
    add(UInt8(ascii: "}"))
  }

  /// An object of members in this order.
  mutating func members<Value>(
    _ members: some Sequence<(key: String, value: Value)>, _ write: (inout JSONLineWriter, Value) -> Void
  ) {
    object { line in
      for (name, value) in members {
        line.name(ofText: name)
        write(&line, value)
      }
    }
  }

  /// A text with its quotes.
  mutating func text(_ text: String) {
    add(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        plain(utf8)
      } else {
        for byte in utf8 { escaped(byte) }
      }
    }
    add(UInt8(ascii: "\""))
  }

  private mutating func escaped(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): plain(#"\""#)
    case UInt8(ascii: "\\"): plain(#"\\"#)
    case 8: plain(#"\b"#)
    case 9: plain(#"\t"#)
    case 10: plain(#"\n"#)
    case 12: plain(#"\f"#)
    case 13: plain(#"\r"#)
    case 0..<0x20:
      plain(#"\u00"#)
      add(48 + byte >> 4)
      let digit = byte & 15
      add(digit < 10 ? 48 + digit : 87 + digit)
    default: add(byte)
    }
  }
}
