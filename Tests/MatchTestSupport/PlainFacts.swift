import DonorSelection
import HLAMatching

/// Points, age and relation worked out from the cells as written (DOMAIN section 4, points; INTERFACE, section 3).
public struct PlainFacts {
  private let patient: WrittenPerson
  private let settings: RankingSettings

  /// Facts of donors for one patient.
  public init(patient: WrittenPerson, settings: RankingSettings) {
    (self.patient, self.settings) = (patient, settings)
  }

  /// What each ABO pair is, donor first: `O>A` is group O given to group A.
  public static let aboPairs: [String: ABOCompatibility] = [
    "O>O": .compatible, "O>A": .minor, "O>B": .minor, "O>AB": .minor,
    "A>O": .major, "A>A": .compatible, "A>B": .bidirectional, "A>AB": .minor,
    "B>O": .major, "B>A": .bidirectional, "B>B": .compatible, "B>AB": .minor,
    "AB>O": .major, "AB>A": .major, "AB>B": .major, "AB>AB": .compatible,
  ]

  func type(_ donor: WrittenPerson) -> String {
    let written = donor.cells["donor_type"] ?? ""
    return written.isEmpty ? "adult" : written
  }

  /// The relation to this patient; empty where it is none, unreadable, or another patient's.
  func relation(_ donor: WrittenPerson) -> String {
    let known = [
      "sibling", "parent", "child", "half_sibling", "grandparent", "grandchild", "aunt_uncle", "niece_nephew", "cousin",
      "related",
    ]
    guard let written = donor.cells["relation"], known.contains(written) else { return "" }
    let list = donor.cells["related_to"] ?? ""
    if list.isEmpty { return settings.isOnlyPatient ? written : "" }
    let ids = list.split(separator: ";").map { String($0.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
    return ids.contains(patient.id) ? written : ""
  }

  /// Complete years on the day of the run; birth date before birth year before age.
  func age(_ donor: WrittenPerson) -> Int? {
    let today = settings.date
    let cell = { (name: String) in donor.cells[name] ?? "" }
    var years: Int?
    if !cell("birth_date").isEmpty {
      let parts = cell("birth_date").split(separator: "-").map { Int($0)! }
      years = today.year - parts[0]
      if today.month < parts[1] || today.month == parts[1] && today.day < parts[2] { years = years! - 1 }
    } else if let year = Int(cell("birth_year")) {
      years = today.year - year
    } else if let age = Int(cell("age")) {
      years = age
    }
    guard let years, years >= 0, years <= 110 else { return nil }
    return years
  }

  /// The points of a donor by the table of DOMAIN section 4, with the weights of the protocol.
  func points(_ donor: WrittenPerson, _ loci: [MatchCounts]) -> Int {
    let weights = settings.rules.points
    let sums = PlainSums(loci)
    var points = weights.hvgMismatch * sums.hvg.min + weights.gvhMismatch * sums.gvh.min
    points += weights.mismatch * (10 - sums.match.max)
    if !relation(donor).isEmpty { points += weights.related }
    if type(donor) == "adult", let age = age(donor) {
      for range in weights.ages where range.from <= age && age <= range.to { points += range.points }
    }
    let status = { (person: WrittenPerson) in
      switch person.cells["cmv"] ?? "" {
      case "P", "G", "H", "B", "M": "positive"
      case "N", "O": "negative"
      default: ""
      }
    }
    if !status(donor).isEmpty, status(donor) == status(patient) { points += weights.cmvEqual }
    let group = { (person: WrittenPerson) in (person.cells["abo"] ?? "").filter { $0 != "+" && $0 != "-" } }
    if let pair = PlainFacts.aboPairs["\(group(donor))>\(group(patient))"] { points += weights.abo[pair] ?? 0 }
    return points
  }
}
