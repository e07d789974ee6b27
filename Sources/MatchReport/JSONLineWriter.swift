import HLAMatching

/// Writes JSON in one line, by hand: rankings are mostly such text, and services make thousands of them a second.
///
/// Who calls it gives the members in the order of their names; the bytes are then those of Foundation's encoder with sorted
/// keys and unescaped slashes, against which tests hold it.
struct JSONLineWriter {
  /// The line so far.
  private(set) var bytes: [UInt8] = []

  init(capacity: Int) { bytes.reserveCapacity(capacity) }

  /// Adds text as it is: names of members and what stands between values.
  mutating func plain(_ text: StaticString) {
    text.withUTF8Buffer { bytes.append(contentsOf: $0) }
  }

  /// Adds JSON that was made before.
  mutating func plain(_ json: [UInt8]) { bytes.append(contentsOf: json) }

  mutating func number(_ number: Int) {
    if number >= 0, number < 10 { return bytes.append(48 + UInt8(number)) }
    bytes.append(contentsOf: String(number).utf8)
  }

  /// A number, or null.
  mutating func number(_ number: Int?) {
    if let number { self.number(number) } else { plain("null") }
  }

  /// A finite number with the shortest digits that give it, or null.
  mutating func number(_ number: Double?) {
    guard let number else { return plain("null") }
    let digits = number.description
    bytes.append(contentsOf: (digits.hasSuffix(".0") ? digits.dropLast(2) : digits[...]).utf8)
  }

  /// Bounds as an object.
  mutating func bounds(_ bounds: CountBounds) {
    plain(#"{"max":"#)
    number(Int(bounds.max))
    plain(#","min":"#)
    number(Int(bounds.min))
    bytes.append(UInt8(ascii: "}"))
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
    bytes.append(UInt8(ascii: "}"))
  }

  /// Texts as a list.
  mutating func texts(_ texts: [String]) { list(texts) { $0.text($1) } }

  /// A list.
  mutating func list<Element>(_ elements: [Element], _ write: (inout JSONLineWriter, Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
  }

  /// The name of a member of the object that was begun, behind a comma unless it is the first.
  mutating func name(_ name: StaticString) {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    bytes.append(UInt8(ascii: "\""))
    plain(name)
    plain("\":")
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
  mutating func object(_ body: (inout JSONLineWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    body(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  /// An object of members in this order.
  mutating func members<Value>(
    _ members: some Sequence<(key: String, value: Value)>, _ write: (inout JSONLineWriter, Value) -> Void
  ) {
    bytes.append(UInt8(ascii: "{"))
    var isFirst = true
    for (name, value) in members {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      text(name)
      bytes.append(UInt8(ascii: ":"))
      write(&self, value)
    }
    bytes.append(UInt8(ascii: "}"))
  }

  /// A text with its quotes.
  mutating func text(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { utf8 in
      if utf8.allSatisfy({ $0 >= 0x20 && $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "\\") }) {
        bytes.append(contentsOf: utf8)
      } else {
        for byte in utf8 { escaped(byte) }
      }
    }
    bytes.append(UInt8(ascii: "\""))
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
      bytes.append(48 + byte >> 4)
      bytes.append(contentsOf: String(byte & 15, radix: 16).utf8)
    default: bytes.append(byte)
    }
  }
}
