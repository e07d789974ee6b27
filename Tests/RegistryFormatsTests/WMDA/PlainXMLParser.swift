@testable import RegistryFormats

/// The slow, obvious twin of the parser: a well-formed document as a tree, read character by character.
struct PlainXMLParser {
  struct Attribute {
    var name: String
    var value: String
    var place: RecordPlace
  }

  final class Element {
    var name = ""
    var attributes: [Attribute] = []
    var children: [Element] = []
    /// The text of the element itself, without that of its children.
    var text = ""
    /// Where the start tag begins.
    var place = RecordPlace(line: 0, column: 0)
    /// Where the content begins: the character behind `>`, or behind the `/` of an empty element.
    var contentPlace = RecordPlace(line: 0, column: 0)
  }

  private var rest: Substring.UnicodeScalarView
  private var place = RecordPlace(line: 1, column: 1)

  /// The document's root element.
  static func root(of text: String) -> Element {
    let lines = text.unicodeScalars.map { $0 == "\r" ? "\r" : String($0) }.joined()
    var parser = PlainXMLParser(lines.replacing("\r\n", with: "\n").replacing("\r", with: "\n"))
    let document = Element()
    parser.readContent(into: document)
    return document.children[0]
  }

  private init(_ text: String) { rest = text[...].unicodeScalars }

  private mutating func readContent(into element: Element) {
    while !rest.isEmpty {
      if take("</") {
        _ = readUntil(">")
        return
      } else if take("<!--") {
        _ = readUntil("-->")
      } else if take("<?") {
        _ = readUntil("?>")
      } else if take("<![CDATA[") {
        element.text += readUntil("]]>")
      } else if rest.first == "<" {
        element.children.append(readElement())
      } else {
        element.text += readCharacter()
      }
    }
  }

  private mutating func readElement() -> Element {
    let element = Element()
    element.place = place
    _ = take("<")
    element.name = readName()
    while true {
      skipSpace()
      if rest.first == ">" || rest.first == "/" {
        element.contentPlace = RecordPlace(line: place.line, column: place.column + 1)
        if take("/>") { return element }
        _ = take(">")
        readContent(into: element)
        return element
      }
      element.attributes.append(readAttribute(of: element))
    }
  }

  private mutating func readAttribute(of element: Element) -> Attribute {
    let name = readName()
    skipSpace()
    _ = take("=")
    skipSpace()
    let quote = next()
    let start = place
    let before = rest
    var value = ""
    while rest.first != quote {
      let isReference = rest.first == "&"
      let character = readCharacter()
      value += !isReference && (character == "\n" || character == "\t") ? " " : character
    }
    let raw = before[..<rest.startIndex]
    _ = next()
    // A value that the parser has to change stands elsewhere in memory, so that only its tag can be told.
    let isPlain = raw.allSatisfy { (0x20...0x7F).contains($0.value) && $0 != "&" }
    return Attribute(name: name, value: value, place: isPlain ? start : element.place)
  }

  /// A character, or what a reference stands for.
  private mutating func readCharacter() -> String {
    guard take("&") else { return String(next()) }
    let name = readUntil(";")
    if name.hasPrefix("#x") { return scalar(UInt32(name.dropFirst(2), radix: 16)) }
    if name.hasPrefix("#") { return scalar(UInt32(name.dropFirst())) }
    return ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][name] ?? ""
  }

  private func scalar(_ number: UInt32?) -> String { number.flatMap(Unicode.Scalar.init).map { String($0) } ?? "" }

  private mutating func readName() -> String {
    var name = ""
    while let first = rest.first, !" \t\n=/>".unicodeScalars.contains(first) { name += String(next()) }
    return name
  }

  private mutating func skipSpace() {
    while let first = rest.first, first == " " || first == "\n" || first == "\t" { _ = next() }
  }

  private mutating func readUntil(_ end: String) -> String {
    var text = ""
    while !take(end) { text += String(next()) }
    return text
  }

  private mutating func take(_ token: String) -> Bool {
    guard rest.starts(with: token.unicodeScalars) else { return false }
    for _ in token.unicodeScalars { _ = next() }
    return true
  }

  private mutating func next() -> Unicode.Scalar {
    let scalar = rest.removeFirst()
    place = scalar == "\n" ? RecordPlace(line: place.line + 1, column: 1) : place
    if scalar != "\n" { place.column += 1 }
    return scalar
  }
}
