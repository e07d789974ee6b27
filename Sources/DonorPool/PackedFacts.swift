import HLATyping

/// The facts of a donor in 18 bits: sex, ABO, rhesus, CMV, relation, type, availability.
struct PackedFacts: Sendable {
  let bits: UInt32
  private static let types = DonorType.allCases
  private static let relations = Relation.allCases
  /// Stored for a donor type that is none of the known ones.
  private static let otherType = UInt32(DonorType.allCases.count)

  init(bits: UInt32) { self.bits = bits }

  init(_ facts: PersonFacts, isUnknownType: Bool) {
    var bits = UInt32(facts.sex?.rawValue ?? 0)
    bits |= UInt32(facts.abo?.rawValue ?? 0) << 2
    bits |= UInt32(facts.rhesus?.rawValue ?? 0) << 5
    bits |= UInt32(facts.cmv?.rawValue ?? 0) << 7
    bits |= UInt32(Relation.allCases.firstIndex(of: facts.relation)!) << 9
    let type = UInt32(DonorType.allCases.firstIndex(of: facts.donorType)!)
    bits |= (isUnknownType ? PackedFacts.otherType : type) << 13
    bits |= UInt32(facts.availability.rawValue - 1) << 15
    self.bits = bits
  }

  var isAvailable: Bool { bits >> 15 & 1 == 0 }
  /// A number that no fact has, as damage may show, is no relation.
  var relation: Relation {
    let relation = Int(bits >> 9 & 15)
    return relation < PackedFacts.relations.count ? PackedFacts.relations[relation] : .unrelated
  }

  var donorType: DonorType? {
    let type = bits >> 13 & 3
    return type == PackedFacts.otherType ? nil : PackedFacts.types[Int(type)]
  }

  var unpacked: PersonFacts {
    var facts = PersonFacts()
    facts.sex = Sex(rawValue: UInt8(bits & 3))
    facts.abo = ABOGroup(rawValue: UInt8(bits >> 2 & 7))
    facts.rhesus = RhesusFactor(rawValue: UInt8(bits >> 5 & 3))
    facts.cmv = CMVStatus(rawValue: UInt8(bits >> 7 & 3))
    facts.relation = relation
    facts.donorType = donorType ?? .adult
    facts.availability = isAvailable ? .available : .unavailable
    return facts
  }
}

extension BirthFact {
  /// The kind in the upper four bits, the value below: a date as year, month and day in decimal places.
  var packed: Int32 {
    switch self {
    case .unknown: 0
    case .date(let date): 1 << 28 | Int32(date.year * 10_000 + date.month * 100 + date.day)
    case .year(let year): 2 << 28 | Int32(year)
    case .age(let age): 3 << 28 | Int32(age)
    }
  }

  init(packed: Int32) {
    let value = Int(packed & 0xFFF_FFFF)
    switch packed >> 28 {
    case 1:
      let date = CalendarDate(year: value / 10_000, month: value / 100 % 100, day: value % 100)
      self = date.map { .date($0) } ?? .unknown
    case 2: self = .year(value)
    case 3: self = .age(value)
    default: self = .unknown
    }
  }
}
