/// Biological sex as registries record it.
public enum Sex: UInt8, Sendable, CaseIterable {
  /// Female.
  case female = 1
  /// Male.
  case male
}

/// The ABO blood group.
public enum ABOGroup: UInt8, Sendable, CaseIterable {
  /// Neither antigen.
  case o = 1
  /// Antigen A.
  case a
  /// Antigen B.
  case b
  /// Both antigens.
  case ab

  /// Whether red cells of this group carry antigen A.
  public var hasA: Bool { self == .a || self == .ab }
  /// Whether red cells of this group carry antigen B.
  public var hasB: Bool { self == .b || self == .ab }

  /// `O`, `A`, `B` or `AB`.
  public var name: String {
    switch self {
    case .o: "O"
    case .a: "A"
    case .b: "B"
    case .ab: "AB"
    }
  }
}

/// The rhesus factor D.
public enum RhesusFactor: UInt8, Sendable, CaseIterable {
  /// D positive.
  case positive = 1
  /// D negative.
  case negative
}

/// Serostatus for cytomegalovirus.
public enum CMVStatus: UInt8, Sendable, CaseIterable {
  /// Antibodies found.
  case positive = 1
  /// No antibodies.
  case negative
}

/// How a donor is related to the patients named in `related_to`; raw values as written in files.
public enum Relation: String, Sendable, CaseIterable {
  /// Not related, the default.
  case unrelated
  /// A brother or sister.
  case sibling
  /// Father or mother.
  case parent
  /// Son or daughter.
  case child
  /// One common parent.
  case halfSibling = "half_sibling"
  /// A parent's parent.
  case grandparent
  /// A child's child.
  case grandchild
  /// A parent's sibling.
  case auntUncle = "aunt_uncle"
  /// A sibling's child.
  case nieceNephew = "niece_nephew"
  /// A child of an aunt or uncle.
  case cousin
  /// Related in another way.
  case related
}

/// What a donor record offers.
public enum DonorType: String, Sendable, CaseIterable {
  /// An adult who can be mobilised, the default.
  case adult
  /// A cord blood unit.
  case cord
  /// A mesenchymal stem cell product.
  case msc
}

/// Whether a donor can be asked.
public enum Availability: UInt8, Sendable, CaseIterable {
  /// `AV`, the default.
  case available = 1
  /// `TU`, `RS`, `DE`, or a word that is not known.
  case unavailable
}

/// What is known of a person's age.
public enum BirthFact: Hashable, Sendable {
  /// Nothing.
  case unknown
  /// The day of birth.
  case date(CalendarDate)
  /// The year of birth.
  case year(Int)
  /// The age in years, as given.
  case age(Int)

  /// The age in complete years on a day; from a year of birth alone, the age reached in that calendar year.
  ///
  /// - Returns: nil where unknown or outside 0...110 (INTERFACE, section 3).
  public func age(on date: CalendarDate) -> Int? {
    let years: Int? =
      switch self {
      case .unknown: nil
      case .date(let birth): birth.completeYears(until: date)
      case .year(let year): date.year - year
      case .age(let age): age
      }
    return years.flatMap { (0...110).contains($0) ? $0 : nil }
  }
}

/// A number of cells of a cord blood unit as its column gives it, exact to a thousandth of the column's unit.
public struct UnitCellCount: Hashable, Comparable, Sendable {
  /// Thousandths of the unit: of 10^7 nucleated cells, or of 10^5 CD34-positive cells.
  public let thousandths: UInt32

  /// A count.
  ///
  /// - Parameter thousandths: At least 1.
  public init(thousandths: UInt32) { self.thousandths = thousandths }

  /// The number in the unit of the column.
  public var value: Double { Double(thousandths) / 1000 }

  /// Fewer cells first.
  public static func < (left: UnitCellCount, right: UnitCellCount) -> Bool { left.thousandths < right.thousandths }
}

/// The optional facts of a donor or patient beside the typing; nil is unknown.
public struct PersonFacts: Hashable, Sendable {
  /// Sex.
  public var sex: Sex?
  /// Birth date, year, or age.
  public var birth = BirthFact.unknown
  /// ABO group.
  public var abo: ABOGroup?
  /// Rhesus factor.
  public var rhesus: RhesusFactor?
  /// CMV serostatus.
  public var cmv: CMVStatus?
  /// Weight in kilograms.
  public var weight: Double?
  /// Relation to the patients of `related_to`.
  public var relation = Relation.unrelated
  /// Adult, cord or msc.
  public var donorType = DonorType.adult
  /// Whether the donor can be asked.
  public var availability = Availability.available
  /// Total nucleated cells of a cord blood unit, in 10^7.
  public var nucleatedCells: UnitCellCount?
  /// CD34-positive cells of a cord blood unit, in 10^5.
  public var cd34Cells: UnitCellCount?
  /// Which KIR genes the person has.
  public var kir = KIRGenotype()

  /// Facts of a person of whom nothing is known.
  public init() {}
}
