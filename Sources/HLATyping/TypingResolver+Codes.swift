import HLANomenclature
import HLAReference

extension TypingResolver {
  /// A multiple allele code, as `01:AB` (DOMAIN 2.4, FORMATS 3.1).
  ///
  /// A generic code's second fields are each put behind the first field; those that do not exist are dropped with a
  /// note, and so are null alleles, which no generic code includes. A specific code's list is taken as it stands, but it
  /// must be written with its own first field.
  func code(_ bytes: [UInt8], _ locus: Locus, _ full: String) throws(TypingFault) -> PositionTyping {
    guard let codes else { throw .codeWithoutTable(full) }
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")),
      let (fields, end) = AlleleFields.scan(bytes.span, from: 0, locus: locus), end == colon, fields.count == 1,
      let letters = CodeLetters(bytes[(colon + 1)...])
    else { throw .malformed(full) }
    guard let members = codes.members(letters) else { throw .unknownCode(full) }
    let first = fields.values[0]
    if let required = members.requiredFirstField, required != first {
      throw .codeFirstField(full, expected: AlleleFields([required]).text(locus: locus))
    }
    var expansion = CodeExpansion(resolver: self, locus: locus)
    switch members {
    case .generic(let seconds):
      for second in seconds { try expansion.add(first, second, isGeneric: true) }
    case .specific(let pairs):
      for pair in pairs { try expansion.add(pair.first, pair.second, isGeneric: false) }
    }
    guard !expansion.alleles.isEmpty else { throw .emptyCode(full) }
    var notes = expansion.notes
    if !expansion.dropped.isEmpty { notes.insert(.codeMembersDropped(full, expansion.dropped), at: 0) }
    return PositionTyping(
      kind: .mac, alleles: expansion.alleles.sorted(), written: full, locus: locus, reference: reference, notes: notes)
  }
}

/// The members of one code, found in the release one by one.
private struct CodeExpansion {
  let resolver: TypingResolver
  let locus: Locus
  var alleles: Set<AlleleCode> = []
  var dropped: [String] = []
  var notes: [TypingNote] = []

  mutating func add(
    _ first: UInt16, _ second: AlleleName.SecondField, isGeneric: Bool
  ) throws(TypingFault) {
    let name = AlleleName(locus: locus, fields: AlleleFields([first, second.field]), suffix: second.suffix)
    let text = String(name.description.drop { $0 != "*" }.dropFirst())
    let found: NameResolution
    do throws(NameResolutionError) {
      found = try resolver.reference.resolve(locus: locus, name: text)
    } catch {
      // The excerpt cannot tell a member that it leaves out from one that does not exist.
      if resolver.reference.facts.isExcerpt { throw .notInExcerpt(name.description) }
      dropped.append(name.description)
      return
    }
    let isNull = found.alleles.allSatisfy { resolver.reference.identity(of: $0) == .null }
    if isGeneric, isNull {
      dropped.append(name.description)
      return
    }
    if !found.lifts.isEmpty {
      notes.append(.nameLifted(from: name.description, to: found.name.description, isGuess: false))
    }
    alleles.formUnion(found.alleles)
  }
}
