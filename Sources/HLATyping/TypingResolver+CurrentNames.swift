import HLANomenclature
import HLAReference

extension TypingResolver {
  /// The short way for what most cells hold: current names of living alleles, one or a list, read from their bytes.
  ///
  /// It says what the long way would say; whatever is out of the ordinary (another notation, a former name, a slip, a
  /// list with a name of nulls only) is left to that way.
  func currentNames(_ cell: String, _ locus: Locus) -> PositionTyping? {
    var scanner = NameListScanner(locus: locus)
    let bytes = cell.utf8.span
    guard let name = scanner.next(bytes) else { return nil }
    var alleles = reference.living(name)
    guard !alleles.isEmpty else { return nil }
    if scanner.isAtEnd(bytes) {
      let isFullName = alleles.count == 1 && reference.fields(of: alleles[0]) == name.fields
      return PositionTyping(
        kind: isFullName ? .allele : .prefix, alleles: alleles, written: name.description, locus: locus,
        reference: reference)
    }
    guard name.suffix == .null || isExpressed(alleles) else { return nil }
    while !scanner.isAtEnd(bytes) {
      guard let name = scanner.next(bytes) else { return nil }
      let members = reference.living(name)
      guard !members.isEmpty, name.suffix == .null || isExpressed(members) else { return nil }
      alleles += members
    }
    return PositionTyping(
      kind: .list, alleles: alleles.ascending(),
      written: cell.utf8.contains(UInt8(ascii: "*")) ? cell : "\(locus.name)*\(cell)", locus: locus,
      reference: reference)
  }

  private func isExpressed(_ alleles: [AlleleCode]) -> Bool {
    alleles.contains { reference.identity(of: $0) != .null }
  }
}

/// Reads `A*01:01`, `HLA-A*01:01:01N` or `01:01/01:02/03`: names of one locus, each but the first with or without its
/// first field.
private struct NameListScanner {
  private let locus: Locus
  private var at = 0
  private var firstField: UInt16?

  init(locus: Locus) { self.locus = locus }

  func isAtEnd(_ bytes: Span<UInt8>) -> Bool { at == bytes.count }

  /// The next name, with the `/` behind it; nil where anything else stands there.
  mutating func next(_ bytes: Span<UInt8>) -> AlleleName? {
    skipLocus(bytes)
    guard var (fields, end) = AlleleFields.scan(bytes, from: at, locus: locus) else { return nil }
    if fields.count == 1 {
      guard let firstField else { return nil }
      fields = AlleleFields([firstField, UInt16(truncatingIfNeeded: fields.packed >> 48)])
    }
    firstField = UInt16(truncatingIfNeeded: fields.packed >> 48)
    var suffix = ExpressionSuffix.none
    if end < bytes.count, bytes[end] != UInt8(ascii: "/") {
      guard let letter = ExpressionSuffix(rawValue: bytes[end]), letter != .none else { return nil }
      suffix = letter
      end += 1
    }
    at = end
    if end < bytes.count {
      // A separator with nothing behind it is a slip.
      guard bytes[end] == UInt8(ascii: "/"), end + 1 < bytes.count else { return nil }
      at = end + 1
    }
    return AlleleName(locus: locus, fields: fields, suffix: suffix)
  }

  /// Goes past `A*` or `HLA-A*`, where it stands and is that of the locus.
  private mutating func skipLocus(_ bytes: Span<UInt8>) {
    var index = at
    if bytes.count - index > 4, bytes[index] == UInt8(ascii: "H"), bytes[index + 1] == UInt8(ascii: "L"),
      bytes[index + 2] == UInt8(ascii: "A"), bytes[index + 3] == UInt8(ascii: "-")
    {
      index += 4
    }
    for letter in locus.name.utf8 {
      guard index < bytes.count, bytes[index] == letter else { return }
      index += 1
    }
    if index < bytes.count, bytes[index] == UInt8(ascii: "*") { at = index + 1 }
  }
}
