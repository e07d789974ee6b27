import HLANomenclature
import HLAReference

/// The notation in which a position was typed; raw values as INTERFACE section 4 names them.
public enum TypingKind: String, Sendable {
  /// The full name of one living allele.
  case allele
  /// A name with fewer fields than the alleles it stands for.
  case prefix
  /// A G group.
  case gGroup = "g_group"
  /// A P group, or a small-g name.
  case pGroup = "p_group"
  /// A multiple allele code.
  case mac
  /// `A*02:XX`, or a first field alone.
  case xx
  /// Names joined by `/`.
  case list
  /// A serological antigen.
  case serology
  /// `NEW`: a sequence not yet named.
  case new
  /// `NNNN`: the gene is absent.
  case absent
}

/// What of a position is expressed.
public enum TypingExpression: String, Sendable {
  /// Every member is expressed.
  case expressed
  /// No member is expressed: an explicit null.
  case null
  /// Some members are nulls, which are ignored (DOMAIN 2.8).
  case mixed
}

/// Something worth saying about a typing that was understood.
public enum TypingNote: Hashable, Sendable {
  /// A deleted or pre-2010 name was replaced.
  case nameLifted(from: String, to: String, isGuess: Bool)
  /// A name without suffix under which only null alleles exist.
  case onlyNulls(String)
  /// `XXXX`: typed, but not expressible; counted as untyped.
  case notExpressible
  /// Resolved against the excerpt: other members may exist.
  case openInExcerpt(String)
  /// The release does not say which identity this expressed allele has.
  case identityUnknown(String)
  /// Every expressed member carries L, S, C, A or Q.
  case alteredExpression(String)
  /// A slip was mended: blanks, case, a missing or another asterisk.
  case repaired(from: String, to: String)
  /// Members of a multiple allele code that do not exist, or are nulls, were left out.
  case codeMembersDropped(String, [String])
  /// Bw4 or Bw6, which is no value of B.
  case publicEpitope(String)
  /// DR51, DR52 or DR53, which stands for another gene and is no value of DRB1.
  case otherGene(String)

  /// The code used in warnings files and flags.
  public var code: String {
    switch self {
    case .nameLifted(_, _, let isGuess): isGuess ? "name_split" : "name_lifted"
    case .onlyNulls: "null_without_suffix"
    case .notExpressible: "not_expressible"
    case .openInExcerpt: "reference_excerpt"
    case .identityUnknown: "identity_unknown"
    case .alteredExpression: "expression"
    case .repaired: "repaired"
    case .codeMembersDropped: "mac_members_dropped"
    case .publicEpitope: "public_epitope"
    case .otherGene: "other_gene"
    }
  }

  /// One sentence.
  public var message: String {
    switch self {
    case .nameLifted(let from, let to, let isGuess):
      isGuess ? "\(from) is read as \(to) by its digits, two by two" : "\(from) is now \(to)"
    case .onlyNulls(let name): "\(name): only null alleles exist under this name, so nothing is expressed"
    case .notExpressible: "XXXX counts as untyped"
    case .openInExcerpt(let name): "\(name) may have members outside the embedded excerpt, so it admits any identity"
    case .identityUnknown(let name): "\(name): the release does not give its P group, so its identity is unknown"
    case .repaired(let from, let to): "\(from) is read as \(to)"
    case .codeMembersDropped(let code, let names):
      "\(code): left out as null or not existing: \(names[0])\(names.count > 1 ? " and \(names.count - 1) more" : "")"
    case .publicEpitope(let name): "\(name) is an epitope of many antigens and no value of B; it counts as blank"
    case .otherGene(let name): "\(name) stands for DRB3, DRB4 or DRB5 and is no value of DRB1; it counts as blank"
    case .alteredExpression(let name): "\(name): expression is altered or doubtful, counted as expressed"
    }
  }
}

/// One typed position, resolved against a release.
public struct PositionTyping: Sendable, Equatable {
  /// The notation.
  public let kind: TypingKind
  /// All living alleles the position may be, nulls included, in name order; empty for `NEW`.
  public let alleles: [AlleleCode]
  /// What of them is expressed.
  public let expression: TypingExpression
  /// The antigen recognition domain identities of the expressed members.
  public let identities: CodeSet
  /// Their two-field proteins, as the first two fields packed into 32 bits.
  public let proteins: CodeSet
  /// Their serological antigens, as numbers; open where an allele has none on record.
  public let antigens: CodeSet
  /// What is worth saying about it.
  public let notes: [TypingNote]

  /// The position is an explicit null: an N name, or a set of nulls only.
  public var isNull: Bool { expression == .null }
  /// The position is `NEW`.
  public var isNew: Bool { kind == .new }

  /// Whether ``alleles`` are all that the position may be; not so for `NEW` and for what is open against the excerpt.
  public var isClosed: Bool { proteins.extent == .closed }

  /// The members that are expressed: nulls inside a set are ignored (DOMAIN 2.8), and an explicit null has none.
  public func expressedAlleles(in reference: ReferenceIndex) -> [AlleleCode] {
    alleles.filter { reference.identity(of: $0) != .null }
  }

  /// A sequence not yet named: its identity may equal anything or nothing.
  public static let new = PositionTyping(
    kind: .new, alleles: [], expression: .expressed, identities: .unknown, proteins: .unknown, antigens: .unknown,
    notes: [])

  /// The same position with a note more.
  func adding(_ note: TypingNote) -> PositionTyping {
    PositionTyping(
      kind: kind, alleles: alleles, expression: expression, identities: identities, proteins: proteins,
      antigens: antigens, notes: [note] + notes)
  }

  init(
    kind: TypingKind, alleles: [AlleleCode], expression: TypingExpression, identities: CodeSet, proteins: CodeSet,
    antigens: CodeSet, notes: [TypingNote]
  ) {
    self.kind = kind
    self.alleles = alleles
    self.expression = expression
    self.identities = identities
    self.proteins = proteins
    self.antigens = antigens
    self.notes = notes
  }
}

extension PositionTyping {
  /// Derives expression and the three levels from a set of alleles.
  ///
  /// - Parameters:
  ///   - written: The name as the user wrote it, for notes.
  ///   - isOpen: Other members may exist outside the excerpt.
  init(
    kind: TypingKind, alleles: [AlleleCode], written: @autoclosure () -> String, locus: Locus,
    reference: ReferenceIndex, isOpen: Bool = false, notes: [TypingNote] = []
  ) {
    var notes = notes
    let members = ExpressedMembers(of: alleles, in: reference)
    notes += members.withoutIdentity.map { .identityUnknown(reference.name(of: $0).description) }
    if isOpen { notes.append(.openInExcerpt(written())) }
    let expressed = members.count
    if expressed > 0, members.altered == expressed { notes.append(.alteredExpression(written())) }
    // The letters of a code are no suffix.
    if expressed == 0, kind == .mac || !written().hasSuffix("N") { notes.append(.onlyNulls(written())) }
    let nulls = alleles.count - expressed
    self.init(
      kind: kind, alleles: alleles, expression: expressed == 0 ? .null : nulls == 0 ? .expressed : .mixed,
      identities: CodeSet(members.identities, extent: isOpen || !members.withoutIdentity.isEmpty ? .open : .closed),
      proteins: CodeSet(members.proteins, extent: isOpen ? .open : .closed),
      antigens: CodeSet(members.antigens, extent: isOpen || members.lacksAntigen ? .open : .closed), notes: notes)
  }
}
