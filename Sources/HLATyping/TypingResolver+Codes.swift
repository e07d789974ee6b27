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
      kind: .mac, alleles: expansion.alleles.ascending(), written: full, locus: locus, reference: reference,
      notes: notes)
  }
}

/// The members of one code, found in the release one by one.
private struct CodeExpansion {
  let resolver: TypingResolver
  let locus: Locus
  var alleles: [AlleleCode] = []
  var dropped: [String] = []
  var notes: [TypingNote] = []

  mutating func add(
    _ first: UInt16, _ second: AlleleName.SecondField, isGeneric: Bool
  ) throws(TypingFault) {
    let name = AlleleName(locus: locus, fields: AlleleFields([first, second.field]), suffix: second.suffix)
    var found = resolver.reference.living(name)
    if found.isEmpty {
      // The excerpt cannot tell a member that it leaves out from one that does not exist.
      guard let former = former(name) else {
        if resolver.reference.facts.isExcerpt { throw .notInExcerpt(name.description) }
        dropped.append(name.description)
        return
      }
      found = former.alleles
      if isGeneric, isNull(found) {
        dropped.append(name.description)
        return
      }
      notes.append(.nameLifted(from: name.description, to: former.name.description, isGuess: false))
    } else if isGeneric, isNull(found) {
      dropped.append(name.description)
      return
    }
    alleles += found
  }

  /// What a name that no living allele has stood for once.
  private func former(_ name: AlleleName) -> NameResolution? {
    let afterStar = name.fields.text(locus: locus) + name.suffix.letter
    return try? resolver.reference.resolve(locus: locus, name: afterStar)
  }

  private func isNull(_ alleles: [AlleleCode]) -> Bool {
    alleles.allSatisfy { resolver.reference.identity(of: $0) == .null }
  }
}
