import HLATyping

/// What a one-way match means that the typed loci show and that open or missing typings may undo.
public enum PartialOneWay: String, Sendable, CaseIterable {
  /// It is possible, so the donor is indeterminate.
  case indeterminate
  /// It excludes the donor where no typed locus leaves a mismatch in HVG direction possible.
  case exclude
}

/// A rule that excludes donors, in report order.
public enum ExclusionRule: String, Sendable, CaseIterable {
  /// Too many matches of the ten.
  case matchCount = "match_count"
  /// Too many homozygous loci.
  case homozygousLoci = "homozygous_loci"
  /// The patient cannot reject the donor.
  case oneWayMatch = "one_way_match"
  /// Too many or too few matches of the six positions by which cord blood is chosen.
  case sixLocusMatch = "six_locus_match"
  /// Too few cells in a cord blood unit.
  case unitDose = "unit_dose"

  /// Only protocols with rules for cord blood have it.
  public var isOfCordBlood: Bool { self == .sixLocusMatch || self == .unitDose }
}

/// What decides between donors of one status and kinship whose points and uncertain positions are equal.
public enum TieBreak: String, Sendable, CaseIterable {
  /// The younger first, then the id.
  case age
  /// The cord blood unit of more nucleated cells first, then the id.
  case nucleatedCells = "tnc"
}

/// A rule lifted in the protocol file, by whom and why.
public struct RuleOverride: Hashable, Sendable {
  /// The lifted rule.
  public let rule: ExclusionRule
  /// Who decided it.
  public let who: String
  /// Why.
  public let why: String
}

/// Points for an age in complete years, both ends included.
public struct AgePoints: Hashable, Sendable {
  /// The youngest age.
  public let from: Int
  /// The oldest age.
  public let to: Int
  /// The points.
  public let points: Int
}

/// The points of a protocol, one integer a term.
public struct ProtocolPoints: Hashable, Sendable {
  /// Each position of the ten that is certainly not matched: 10 less the greatest match.
  public var mismatch = 0
  /// Each certain mismatch in HVG direction.
  public var hvgMismatch = 0
  /// Each certain mismatch in GVH direction.
  public var gvhMismatch = 0
  /// A donor related to the patient.
  public var related = 0
  /// Each certain match of the six positions of ``CordBloodRules``.
  public var sixLocusMatch = 0
  /// The NK terms by their names in the file, without `nk_`.
  public var nk: [String: Int] = [:]
  /// Ages of adult donors.
  public var ages: [AgePoints] = []
  /// Equal, known CMV serostatus.
  public var cmvEqual = 0
  /// ABO compatibility.
  public var abo: [ABOCompatibility: Int] = [:]
  /// Donor-specific antibodies, once.
  public var donorSpecificAntibodies = 0
}

/// A donor selection protocol: rules, policies and points, read from one file.
public struct DonorProtocol: Sendable {
  /// The name, as `mst`.
  public var name = ""
  /// The version that the author gave it.
  public var version = ""
  /// What it is for, in a few words.
  public var title = ""
  /// Short names of the sources and what they say.
  public var sources: [(name: String, text: String)] = []
  /// The donor types that are ranked.
  public var donorTypes: Set<DonorType> = [.adult]
  /// Donor types that are listed behind the ranked donors, without rank, status and points.
  public var listedTypes: Set<DonorType> = []
  /// Donors with at least this many certain matches are excluded, 1...10; nil: none for its matches.
  public var matchCountLimit: Int? = 8
  /// Donors with at least this many certainly homozygous loci are excluded, 1...5; nil: none for homozygosity.
  public var homozygousLociLimit: Int? = 3
  /// Whether a one-way match excludes.
  public var oneWayMatchExcludes = true
  /// What a one-way match over the typed loci means.
  public var partialOneWay = PartialOneWay.indeterminate
  /// Greatest matches of the six at which the six-locus rule settles the match count; nil: the rule is off.
  public var sixLocusLimit: Int? = 4
  /// The rules for cord blood units; nil where the protocol has none.
  public var cordBlood: CordBloodRules?
  /// The source named beside each rule.
  public var ruleSources: [String: String] = [:]
  /// What blank second values and `NEW` mean for donors.
  public var donorTyping = TypingPolicy()
  /// What blank second values and `NEW` mean for patients.
  public var patientTyping = TypingPolicy()
  /// The least mean fluorescence intensity at which an antibody of the patient counts; one without a strength always does.
  public var antibodyCutOff = 0
  /// Whether donors related to the patient stand before all others of their status, whatever their points.
  public var isRelatedFirst = true
  /// What comes behind points and uncertain positions.
  public var tieBreak = TieBreak.age
  /// The points.
  public var points = ProtocolPoints()
  /// Rules lifted by name.
  public var overrides: [RuleOverride] = []
  /// SHA-256 of the file, lower-case hexadecimal.
  public var hash = ""
  /// The file as written.
  public var text = ""

  /// Whether the protocol has a rule, lifted or not.
  public func isInForce(_ rule: ExclusionRule) -> Bool {
    switch rule {
    case .matchCount: matchCountLimit != nil
    case .homozygousLoci: homozygousLociLimit != nil
    case .oneWayMatch: oneWayMatchExcludes
    case .sixLocusMatch: cordBlood?.limitsMatches ?? false
    case .unitDose: cordBlood?.limitsDose ?? false
    }
  }

  /// Whether a rule excludes: the protocol has it, and it was not lifted.
  public func applies(_ rule: ExclusionRule) -> Bool {
    isInForce(rule) && !overrides.contains { $0.rule == rule }
  }

  /// Status or order rest on more than a scan of planes reads of a donor.
  var needsRecords: Bool { cordBlood != nil || tieBreak != .age || !listedTypes.isEmpty }
}

/// Red cell compatibility of a donor with a patient.
public enum ABOCompatibility: String, Sendable, CaseIterable {
  /// The same group.
  case compatible
  /// Donor plasma against patient cells, as O to A.
  case minor
  /// Patient plasma against donor cells, as A to O.
  case major
  /// Both, as A to B.
  case bidirectional

  /// Compatibility of two known groups.
  public init(donor: ABOGroup, patient: ABOGroup) {
    let isMajor = (donor.hasA && !patient.hasA) || (donor.hasB && !patient.hasB)
    let isMinor = (patient.hasA && !donor.hasA) || (patient.hasB && !donor.hasB)
    self =
      switch (isMajor, isMinor) {
      case (true, true): .bidirectional
      case (true, false): .major
      case (false, true): .minor
      case (false, false): .compatible
      }
  }
}
