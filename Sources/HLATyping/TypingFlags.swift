import HLANomenclature

/// What a reader of a result must know of a typing at one locus, in the order of DOMAIN section 4.
public struct TypingFlags: OptionSet, Hashable, Sendable {
  /// One bit a flag.
  public let rawValue: UInt8

  /// Flags from bits.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// A blank second value was read as the same allele again.
  public static let presumedHomozygous = TypingFlags(rawValue: 1)
  /// An explicit null allele.
  public static let nullAllele = TypingFlags(rawValue: 2)
  /// An allele with the suffix L, S, C, A or Q, counted as expressed.
  public static let expression = TypingFlags(rawValue: 4)
  /// A deleted or pre-2010 name was replaced.
  public static let nameLifted = TypingFlags(rawValue: 8)
  /// `NEW`.
  public static let newAllele = TypingFlags(rawValue: 16)
  /// A set resolved against the excerpt stays open.
  public static let referenceExcerpt = TypingFlags(rawValue: 32)

  /// DNA and serology contradict each other; DNA decides.
  public static let serologyContradiction = TypingFlags(rawValue: 64)

  /// The flags with a locus, in report order, and their codes.
  public static let codes: [(flag: TypingFlags, code: String)] = [
    (.presumedHomozygous, "presumed_homozygous"), (.nullAllele, "null_allele"), (.expression, "expression"),
    (.nameLifted, "name_lifted"), (.newAllele, "new_allele"), (.serologyContradiction, "dna_serology"),
  ]
}

extension LocusTyping {
  /// The flags of this typing.
  public var flags: TypingFlags {
    guard case .typed(let typed) = self else { return [] }
    var flags: TypingFlags = typed.isPresumedHomozygous ? [.presumedHomozygous] : []
    if typed.contradictsSerology { flags.insert(.serologyContradiction) }
    for position in typed.positions {
      if position.isNull { flags.insert(.nullAllele) }
      if position.isNew { flags.insert(.newAllele) }
    }
    for note in typed.notes {
      switch note {
      case .nameLifted: flags.insert(.nameLifted)
      case .alteredExpression: flags.insert(.expression)
      case .openInExcerpt: flags.insert(.referenceExcerpt)
      case .onlyNulls, .notExpressible, .identityUnknown, .publicEpitope, .otherGene, .codeMembersDropped, .repaired:
        break
      }
    }
    return flags
  }

  /// The locus is typed: neither untyped nor absent.
  public var isTyped: Bool { if case .typed = self { true } else { false } }
}

/// One person with a typing and facts, such as a patient.
public struct Person: Sendable {
  /// The id, as given.
  public let id: String
  /// One typing a locus of ``Locus/typed``.
  public let typings: [LocusTyping]
  /// The optional facts.
  public let facts: PersonFacts

  /// A person.
  ///
  /// - Parameter typings: One a locus of ``Locus/typed``, in its order.
  public init(id: String, typings: [LocusTyping], facts: PersonFacts) {
    precondition(typings.count == Locus.typed.count, "one typing a locus")
    (self.id, self.typings, self.facts) = (id, typings, facts)
  }

  /// The typing of a locus.
  public func typing(_ locus: Locus) -> LocusTyping { typings[Int(locus.rawValue)] }
}
