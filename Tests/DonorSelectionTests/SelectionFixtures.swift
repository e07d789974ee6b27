import DonorPool
import DonorSelection
import HLATyping
import MatchTestSupport

/// The built-in protocol, and copies of it with some text changed as a user would.
enum TestProtocol {
  /// A text of the file and what replaces it.
  typealias Edit = (old: String, new: String)

  static let mst: DonorProtocol = {
    do { return try DonorProtocol.builtIn("mst")! } catch { fatalError("the built-in protocol is faulty: \(error)") }
  }()

  /// A built-in protocol.
  static func named(_ name: String) throws -> DonorProtocol {
    guard let rules = try DonorProtocol.builtIn(name) else { fatalError("\(name) is not built in") }
    return rules
  }

  static let partialExcludes: Edit = ("partial: indeterminate", "partial: exclude")
  static let noSixLocusRule: Edit = ("use: true", "use: false")

  static func lifting(_ rule: ExclusionRule) -> Edit {
    ("allow: []", "allow:\n  - {rule: \(rule.rawValue), who: tumour board, why: no other donor}")
  }

  static func edited(_ edits: [Edit]) throws -> DonorProtocol {
    try DonorProtocol(file: Array(text(edits).utf8))
  }

  /// The file with the edits made; each must find its text once.
  static func text(_ edits: [Edit]) -> String {
    var text = mst.text
    for edit in edits {
      precondition(text.ranges(of: edit.old).count == 1, "'\(edit.old)' was expected once in the protocol file")
      text = text.replacing(edit.old, with: edit.new)
    }
    return text
  }
}

/// Ranks and judges donors written by a test, on a fixed day.
enum TestRun {
  static let date = CalendarDate(year: 2026, month: 3, day: 2)!

  static func settings(_ rules: DonorProtocol = TestProtocol.mst, isOnlyPatient: Bool = true) -> RankingSettings {
    RankingSettings(rules: rules, date: date, top: 0, isOnlyPatient: isOnlyPatient, keepsExcluded: true)
  }

  /// One pair with everything a report shows of it.
  static func pair(
    patient: WrittenPerson, donor: WrittenPerson, rules: DonorProtocol = TestProtocol.mst, isOnlyPatient: Bool = true
  ) throws -> RankedDonor {
    let pool = try TestPool.pool([donor], policy: rules.donorTyping)
    let person = try TestPool.patient(patient, policy: rules.patientTyping)
    return DonorRanker(patient: person, pool: pool, settings: settings(rules, isOnlyPatient: isOnlyPatient))
      .donor(0, rank: nil)
  }

  static func ranking(
    patient: WrittenPerson, donors: [WrittenPerson], rules: DonorProtocol = TestProtocol.mst, isOnlyPatient: Bool = true
  ) async throws -> DonorRanking {
    let pool = try TestPool.pool(donors, policy: rules.donorTyping)
    let person = try TestPool.patient(patient, policy: rules.patientTyping)
    return await DonorRanker(patient: person, pool: pool, settings: settings(rules, isOnlyPatient: isOnlyPatient))
      .rank()
  }
}
