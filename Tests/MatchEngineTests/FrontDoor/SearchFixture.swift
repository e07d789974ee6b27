import Foundation
import MatchEngine

/// The example files read through the front door.
struct SearchFixture {
  let reference: MatchReference
  let rules: DonorProtocol
  let patients: PatientList
  let pool: MatchPool

  static let donorsPath = RunFixture.root.appendingPathComponent("hla-data/example/donors.csv").path
  static let patientsPath = RunFixture.root.appendingPathComponent("hla-data/example/patients.csv").path

  /// - Parameters:
  ///   - patients: Where the patients come from.
  ///   - donors: Where the donors come from.
  init(
    patients: InputSource = .file(patientsPath), donors: [InputSource] = [.file(donorsPath)],
    reference: MatchReference? = nil
  ) async throws {
    if let reference { self.reference = reference } else { self.reference = try await MatchReference.load() }
    rules = try DonorProtocol.load("mst")
    var settings = ReadingSettings(rules: rules, date: RunFixture.day)
    self.patients = try await self.reference.readPatients(patients, settings)
    settings.patientCount = self.patients.read
    pool = try await self.reference.readPool(of: donors, settings)
  }

  var readingSettings: ReadingSettings { ReadingSettings(rules: rules, date: RunFixture.day) }

  /// A search with the settings of a run without options.
  func search(_ change: (inout SearchSettings) -> Void = { _ in }) throws -> DonorSearch {
    var settings = SearchSettings(rules: rules, date: RunFixture.day)
    change(&settings)
    return try DonorSearch(patients, in: pool, settings)
  }

  /// So many donors like those of the example, with ids of their own; every one is typed at all five loci.
  static func manyDonors(_ count: Int) -> InputSource {
    var text = "donor_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2,age\n"
    let a = ["A*01:01", "A*02:01", "A*03:01", "A*24:02"]
    let b = ["B*07:02", "B*08:01", "B*35:01", "B*44:02", "B*57:01"]
    let c = ["C*04:01", "C*05:01", "C*07:01", "C*07:02"]
    let dr = ["DRB1*01:01", "DRB1*03:01", "DRB1*04:01", "DRB1*07:01", "DRB1*15:01"]
    let dq = ["DQB1*02:01", "DQB1*03:01", "DQB1*05:01", "DQB1*06:02"]
    for index in 0..<count {
      var cells: [String] = []
      for (locus, names) in [a, b, c, dr, dq].enumerated() {
        cells.append(names[index / (locus + 1) % names.count])
        cells.append(names[(index / (3 * locus + 2) + 1) % names.count])
      }
      text += "M\(index),\(cells.joined(separator: ",")),\(18 + index % 43)\n"
    }
    return .text(text, name: "many.csv")
  }

  /// So many patients, typed like the first of the example.
  static func manyPatients(_ count: Int) -> InputSource {
    let typing = "A*02:01+A*24:02^B*44:02+B*07:02^C*05:01+C*07:02^DRB1*04:01+DRB1*15:01^DQB1*03:01+DQB1*06:02"
    return .text(
      "patient_id,gl_string\n" + (0..<count).map { "Q\($0),\(typing)\n" }.joined(), name: "patients.csv")
  }
}
