import HLANomenclature
import HLAReference

/// What one cell of a typing column says.
public enum CellTyping: Equatable, Sendable {
  /// Nothing, or a local habit for nothing (`-`, `x`, `blank`).
  case blank
  /// `UUUU`, or `XXXX` with a note.
  case untyped([TypingNote])
  /// `NNNN`.
  case absent
  /// A typed position.
  case position(PositionTyping)
}

/// Understands the molecular notations of a cell against one release (DOMAIN section 2).
public struct TypingResolver: Sendable {
  /// The release.
  public let reference: ReferenceIndex
  /// The table of multiple allele codes, where one is at hand.
  public let codes: MultipleAlleleCodes?

  /// A resolver for a release.
  public init(reference: ReferenceIndex, codes: MultipleAlleleCodes? = nil) {
    (self.reference, self.codes) = (reference, codes)
  }

  /// Understands one cell.
  ///
  /// - Parameters:
  ///   - cell: The cell's text, trimmed or not; with or without locus and `HLA-`.
  ///   - locus: The locus of the column.
  /// - Throws: ``TypingFault`` with the faulty text.
  public func cell(_ cell: String, locus: Locus) throws(TypingFault) -> CellTyping {
    if let position = currentNames(cell, locus) { return .position(position) }
    do throws(TypingFault) {
      return try cellAsWritten(cell, locus)
    } catch {
      guard case .malformed = error, let mended = TypingRepair.mended(cell, locus: locus) else { throw error }
      do throws(TypingFault) {
        return try cellAsWritten(mended, locus).adding(.repaired(from: trimmed(cell), to: mended))
      } catch let second {
        if case .malformed = second { throw error }
        throw second
      }
    }
  }

  func cellAsWritten(_ cell: String, _ locus: Locus) throws(TypingFault) -> CellTyping {
    let text = trimmed(cell)
    // `DRB3*NNNN`, `HLA-C*NEW`: the words of WMDA may carry their locus.
    let isWord = ["*NNNN", "*UUUU", "*XXXX", "*NEW"].contains { text.hasSuffix($0) }
    switch isWord ? try afterLocus(text, locus) : text {
    case "", "-", "x", "X", "blank": return .blank
    case "UUUU": return .untyped([])
    case "XXXX": return .untyped([.notExpressible])
    case "NNNN":
      guard Locus.absentable.contains(locus) else { throw .cannotBeAbsent(locus) }
      return .absent
    case "NEW": return .position(.new)
    default: break
    }
    let letters = Substring(text.utf8.prefix { ($0 | 0x20) &- 97 < 26 })
    let number = Substring(text.utf8.dropFirst(letters.utf8.count))
    if !letters.isEmpty, !number.isEmpty, number.utf8.allSatisfy({ $0 &- 48 < 10 }) {
      return try antigenCell(letters: letters, number: number, text, locus)
    }
    return .position(try position(text, locus))
  }

  private func position(_ text: String, _ locus: Locus) throws(TypingFault) -> PositionTyping {
    if text.utf8.contains(UInt8(ascii: "/")) { return try list(text, locus) }
    let body = try afterLocus(text, locus)
    return try single(body, locus, isStarred: body.utf8.count != text.utf8.count)
  }

  /// Takes off `HLA-` and the locus, which must be the column's.
  private func afterLocus(_ text: String, _ locus: Locus) throws(TypingFault) -> String {
    if let became = SpreadsheetDamage.kind(of: text) { throw .spreadsheet(found: text, became: became) }
    let bare = text.hasPrefix("HLA-") ? text.dropFirst(4) : Substring(text)
    guard let star = bare.utf8.firstIndex(of: UInt8(ascii: "*")) else {
      if bare.utf8.count != text.utf8.count { throw .malformed(text) }
      return text
    }
    let letters = bare[..<star]
    if !letters.isEmpty, letters != locus.name {
      guard let written = Locus(name: letters) else { throw .malformed(text) }
      guard written == locus else { throw .wrongLocus(found: text, expected: locus) }
    }
    return String(Substring(bare.utf8[bare.utf8.index(after: star)...]))
  }

  /// One name, group or XX code, its locus taken off.
  private func single(_ body: String, _ locus: Locus, isStarred: Bool) throws(TypingFault) -> PositionTyping {
    let full = "\(locus.name)*\(body)"
    let bytes = Array(body.utf8)
    guard let last = bytes.last else { throw .malformed(full) }
    let hasColon = bytes.contains(UInt8(ascii: ":"))
    if !hasColon {
      let digits = bytes.allSatisfy { $0 &- 48 < 10 }
      if digits, bytes.count < 4 {
        if isStarred { return try xx(body, locus, full) }
        throw .bareNumber(body)
      }
      // `A*24N`; with four digits or more it would be a name from before 2010.
      if isStarred, bytes.count <= 4, let name = AlleleName(locus: locus, afterStar: bytes.span), name.suffix != .none {
        return try firstField(name, .prefix, full)
      }
      if bytes[0] &- 48 >= 10 { throw .malformed(body) }
      return try name(body, locus, full)
    }
    // An hour of one digit cannot be told from a slip of the pen once a locus stands before it.
    if body.hasSuffix(":00"), let became = SpreadsheetDamage.kind(of: body) {
      throw .spreadsheet(found: body, became: became)
    }
    if body.hasSuffix(":XX") { return try xx(String(body.dropLast(3)), locus, full) }
    if isCode(bytes) { return try code(bytes, locus, full) }
    switch last {
    case UInt8(ascii: "G"), UInt8(ascii: "P"): return try group(bytes, locus, full)
    case UInt8(ascii: "g"): return try smallG(bytes, locus, full)
    default: return try name(body, locus, full)
    }
  }

  /// `digits:LETTERS`, two letters or more, other than the letters that end a name.
  private func isCode(_ bytes: [UInt8]) -> Bool {
    guard let colon = bytes.lastIndex(of: UInt8(ascii: ":")), bytes.count - colon > 2 else { return false }
    return bytes[(colon + 1)...].allSatisfy { (65...90).contains($0) }
  }

  private func name(_ body: String, _ locus: Locus, _ full: String) throws(TypingFault) -> PositionTyping {
    let found: NameResolution
    do throws(NameResolutionError) {
      found = try reference.resolve(locus: locus, name: body)
    } catch {
      if case .unknown = error, let name = AlleleName(locus: locus, afterStar: body), reference.liesBeyond(name) {
        throw .newerThanRelease(full, release: reference.facts.release)
      }
      throw TypingFault(error, isExcerpt: reference.facts.isExcerpt)
    }
    var notes: [TypingNote] = []
    if !found.lifts.isEmpty {
      let isGuess = found.lifts.contains { $0.ground == .digitSplit }
      notes.append(.nameLifted(from: full, to: found.name.description, isGuess: isGuess))
    }
    return PositionTyping(
      kind: found.isFullName ? .allele : .prefix, alleles: found.alleles, written: found.name.description, locus: locus,
      reference: reference, notes: notes)
  }

  /// All alleles of a first field: an XX code, or a name with one field (DOMAIN 2.3, 2.4, 2.9).
  private func xx(_ digits: String, _ locus: Locus, _ full: String) throws(TypingFault) -> PositionTyping {
    guard let name = AlleleName(locus: locus, afterStar: digits), name.fields.count == 1, name.suffix == .none
    else { throw .malformed(full) }
    return try firstField(name, .xx, full)
  }

  /// The alleles of a first field; behind a suffix, those that carry it, as with every name of fewer fields.
  private func firstField(
    _ name: AlleleName, _ kind: TypingKind, _ full: String
  ) throws(TypingFault) -> PositionTyping {
    var alleles = reference.alleles(of: name.locus, beginningWith: name.fields).map { AlleleCode($0) }
    if name.suffix != .none { alleles.removeAll { reference.suffix(of: $0) != name.suffix } }
    guard !alleles.isEmpty else { throw TypingFault(.unknown(full), isExcerpt: reference.facts.isExcerpt) }
    return PositionTyping(
      kind: kind, alleles: alleles, written: full, locus: name.locus, reference: reference,
      isOpen: reference.facts.isExcerpt)
  }

  private func group(_ bytes: [UInt8], _ locus: Locus, _ full: String) throws(TypingFault) -> PositionTyping {
    guard let group = AlleleGroupName(locus: locus, afterStar: bytes.span) else { throw .malformed(full) }
    let members: [AlleleCode]?
    switch group.kind {
    case .g: members = reference.gGroup(of: locus, fields: group.fields)
    case .p:
      members = reference.pGroup(of: locus, fields: group.fields).map { reference.members(of: $0, locus: locus) }
    }
    guard let members, !members.isEmpty else {
      throw reference.facts.isExcerpt ? .notInExcerpt(full) : .unknownGroup(full)
    }
    return PositionTyping(
      kind: group.kind == .g ? .gGroup : .pGroup, alleles: members, written: full, locus: locus, reference: reference)
  }

  /// A small-g name is its P group with the nulls of its G groups (DOMAIN 2.4); a protein that is alone is its own.
  private func smallG(_ bytes: [UInt8], _ locus: Locus, _ full: String) throws(TypingFault) -> PositionTyping {
    guard let (fields, end) = AlleleFields.scan(bytes.span, from: 0, locus: locus), end + 1 == bytes.count,
      fields.count == 2
    else { throw .malformed(full) }
    guard let identity = reference.pGroup(of: locus, fields: fields) ?? reference.lone(of: locus, fields: fields) else {
      throw reference.facts.isExcerpt ? .notInExcerpt(full) : .unknownGroup(full)
    }
    var members = Set(reference.members(of: identity, locus: locus))
    for member in members {
      for sibling in reference.gGroupMembers(ofGroupWith: member) ?? []
      where reference.identity(of: sibling) == .null { members.insert(sibling) }
    }
    return PositionTyping(
      kind: .pGroup, alleles: members.sorted(), written: full, locus: locus, reference: reference)
  }
}

extension TypingResolver {
  /// `01:01/01:02` or `01:01/02`: one unknown member refuses the list (DOMAIN 2.4).
  private func list(_ text: String, _ locus: Locus) throws(TypingFault) -> PositionTyping {
    if let became = SpreadsheetDamage.kind(of: text) { throw .spreadsheet(found: text, became: became) }
    var alleles: [AlleleCode] = []
    var notes: [TypingNote] = []
    var firstField: Substring?
    var isOpen = false
    for member in text.split(separator: "/", omittingEmptySubsequences: false) {
      let trimmedMember = trimmed(String(member))
      do throws(TypingFault) {
        var body = try afterLocus(trimmedMember, locus)
        if !body.utf8.contains(UInt8(ascii: ":")), let firstField { body = "\(firstField):\(body)" }
        guard let colon = body.firstIndex(of: ":") else { throw TypingFault.malformed(text) }
        firstField = body[..<colon]
        let position = try single(body, locus, isStarred: true)
        alleles += position.alleles
        isOpen = isOpen || position.notes.contains { if case .openInExcerpt = $0 { true } else { false } }
        notes += position.notes.filter { note in
          switch note {
          case .nameLifted, .onlyNulls: true
          default: false
          }
        }
      } catch {
        if case .malformed = error { throw .malformed(text) }
        throw .listMember(trimmedMember, error)
      }
    }
    return PositionTyping(
      kind: .list, alleles: alleles.ascending(), written: text.contains("*") ? text : "\(locus.name)*\(text)",
      locus: locus, reference: reference, isOpen: isOpen, notes: notes)
  }
}

/// Without blanks and tabs at both ends.
func trimmed(_ text: String) -> String {
  let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 }
  guard text.utf8.first.map(isBlank) ?? false || text.utf8.last.map(isBlank) ?? false else { return text }
  var rest = text.utf8[...].drop(while: isBlank)
  while let last = rest.last, isBlank(last) { rest.removeLast() }
  return String(Substring(rest))
}

extension CellTyping {
  /// The same meaning with a note more.
  fileprivate func adding(_ note: TypingNote) -> CellTyping {
    switch self {
    case .blank, .absent: self
    case .untyped(let notes): .untyped([note] + notes)
    case .position(let position): .position(position.adding(note))
    }
  }
}
