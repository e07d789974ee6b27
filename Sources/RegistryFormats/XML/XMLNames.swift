// Invariants: libxml2 owns all memory seen here. Names are entries of the parser's dictionary, so equal names have
// equal addresses while the parser lives; values are not terminated and valid only during the callback.
import CLibXML2

/// A name in the dictionary of one parser.
typealias XMLNamePointer = UnsafePointer<xmlChar>

/// The attributes of one element, read in place.
struct XMLAttributes {
  /// Five pointers an attribute: local name, prefix, namespace, begin and end of the value.
  private let fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  /// The number of attributes.
  let count: Int

  /// Wraps the arguments of the callback.
  init(_ fields: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, count: Int32) {
    self.fields = fields
    self.count = fields == nil ? 0 : Int(count)
  }

  /// The local name of an attribute without prefix; nil for one with a prefix.
  func name(_ index: Int) -> XMLNamePointer? {
    guard let field = fields.map({ $0 + 5 * index }), field[1] == nil else { return nil }
    return field[0]
  }

  /// The value of an attribute.
  func value(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    guard let field = fields.map({ $0 + 5 * index }), let begin = field[3], let end = field[4] else {
      return UnsafeBufferPointer(start: nil, count: 0)
    }
    return UnsafeBufferPointer(start: begin, count: end - begin)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The bytes without the white space of XML on both sides.
  var withoutOuterSpace: UnsafeBufferPointer<UInt8> {
    var (first, end) = (0, count)
    while first < end, ASCII.isXMLSpace(self[first]) { first += 1 }
    while first < end, ASCII.isXMLSpace(self[end - 1]) { end -= 1 }
    return UnsafeBufferPointer(rebasing: self[first..<end])
  }
}

extension ASCII {
  /// Whether the byte is white space to XML: blank, tab, line feed or carriage return.
  static func isXMLSpace(_ byte: UInt8) -> Bool { byte == space || byte == lineFeed || byte == tab || byte == 0x0D }
}
