import MatchEngine
import MatchTestSupport
import Testing

/// Patients read again and again by one reference, which keeps what it understood of the earlier ones.
@Suite("Patients read by a reference that read others before")
struct TableShelfTests {
  /// Files of several headers and notations, with rows that are refused and cells that are worth a warning.
  private static let files: [String] = [
    "patient_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2\nP1,A*02:01,A*24:02,B*44:02,B*07:02,,,,,,\n",
    "patient_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2\nP1,A*02:01,A*02:77777,B*07:02,,,,,,,\nP2,A*01:01,,B*08:01,,,,,,,\n",
    "patient_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2\nP3,A*02:01,NEW,B*44:02,B*44:02,C*07:01,,,,,\n",
    "patient_id,A_1,A_2,A_ser_1,A_ser_2,B_1,B_2\nP1,A*02:01,A*24:02,2,24,B*07:02,B*08:01\nP2,A*02:01,,1,3,B*07:02,\n",
    "patient_id,gl_string\nP1,HLA-A*02:01+HLA-A*24:02^HLA-B*07:02+HLA-B*44:02\nP2,HLA-A*02:01/HLA-A*02:02+HLA-A*24:02\nP3,nonsense\n",
    "patient_id,A_1,A_2,B_1,B_2,A_1\nP1,A*02:01,A*24:02,B*07:02,B*44:02,A*02:01\n",
    "patient_id,wrong\nP1,A*02:01\n",
    "A_1,A_2,patient_id,B_1,B_2,kept\nA*01:01,A*03:01,P1,B*08:01,B*35:01,x\n",
  ]

  private func told(_ file: String, _ reference: MatchReference, _ rules: DonorProtocol) async -> String {
    var settings = ReadingSettings(rules: rules, date: RunFixture.day)
    settings.keptIssues = 100
    do {
      let list = try await reference.readPatients(.text(file, name: "patients.csv"), settings)
      let people = list.patients.map { "\($0.id) \($0.typings) \($0.facts)" }
      return "\(people) \(list.rejects) \(list.warnings) \(list.read) \(list.rejected) \(list.inputs)"
    } catch { return "\(error)" }
  }

  @Test("Each is read as by a reference that never read any, whatever came before", arguments: TestSeeds.all)
  func sameAsNew(seed: UInt64) async throws {
    let reference = try await MatchReference.load()
    let all = [try DonorProtocol.load("mst"), try DonorProtocol.load("conventional")]
    var generator = SeededGenerator(seed: seed)
    for step in 0..<60 {
      let file = TableShelfTests.files.randomElement(using: &generator)!
      let rules = all.randomElement(using: &generator)!
      let plain = MatchReference(index: reference.index, codes: reference.codes)
      #expect(await told(file, reference, rules) == (await told(file, plain, rules)), "seed \(seed), step \(step)")
    }
  }

  @Test("Readings side by side disturb nobody", arguments: TestSeeds.all)
  func sideBySide(seed: UInt64) async throws {
    let reference = try await MatchReference.load()
    let rules = try DonorProtocol.load("mst")
    var plain: [String] = []
    for file in TableShelfTests.files {
      plain.append(await told(file, MatchReference(index: reference.index, codes: reference.codes), rules))
    }
    await withTaskGroup(of: (Int, String).self) { group in
      for number in 0..<200 {
        let index = (number &* 7 &+ Int(seed % 97)) % TableShelfTests.files.count
        group.addTask { (index, await self.told(TableShelfTests.files[index], reference, rules)) }
      }
      for await (index, told) in group { #expect(told == plain[index], "seed \(seed), file \(index)") }
    }
  }
}
