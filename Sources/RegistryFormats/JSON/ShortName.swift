/// A name of at most sixteen bytes, without regard to the case of its letters, that is compared like a number.
struct ShortName: Hashable {
  private let packed: UInt128

  /// Nil for a longer name.
  init?(_ bytes: some Collection<UInt8>) {
    guard bytes.count <= 16 else { return nil }
    packed = bytes.reduce(0) { $0 << 8 | UInt128(ASCII.lowercased($1)) }
  }

  /// A name of the source.
  init(_ name: StaticString) {
    precondition(name.utf8CodeUnitCount <= 16, "a short name has at most sixteen bytes")
    packed = name.withUTF8Buffer { $0.reduce(0) { $0 << 8 | UInt128(ASCII.lowercased($1)) } }
  }
}
