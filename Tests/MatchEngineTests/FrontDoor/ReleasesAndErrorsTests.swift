import Foundation
import MatchEngine
import Testing

@Suite("Several releases and pools at once, and what does not go together")
struct ReleasesAndErrorsTests {
  /// A release in which three alleles of the excerpt are all there is, in the layout of the official files.
  private func otherRelease(_ folder: RunFixture) async throws -> MatchReference {
    let files = [
      "Allelelist.txt": "AlleleID,Allele\nHLA00001,A*01:01\nHLA00002,A*02:01\nHLA00003,B*07:02\n",
      "wmda/hla_nom_g.txt": "A*;01:01;\nA*;02:01;\nB*;07:02;\n",
      "wmda/hla_nom_p.txt": "A*;01:01;\nA*;02:01;\nB*;07:02;\n", "wmda/hla_nom.txt": "", "wmda/rel_dna_ser.txt": "",
      "Deleted_alleles.txt": "AlleleID,Allele,Description\n",
    ]
    try FileManager.default.createDirectory(atPath: folder.path("wmda"), withIntermediateDirectories: true)
    for (name, text) in files { _ = try folder.write(name, "# version: IPD-IMGT/HLA 3.99.0\n" + text) }
    return try await MatchReference.load(folder.folder.path)
  }

  private func message(_ body: () async throws -> Void) async -> (code: String, text: String)? {
    do { try await body() } catch { return (error as? EngineError).map { ($0.code, $0.description) } }
    return nil
  }

  @Test("Two releases and two pools are searched side by side, each by its own names")
  func twoReleases() async throws {
    let folder = try RunFixture()
    let other = try await otherRelease(folder)
    let donors = InputSource.text("donor_id,A_1,A_2,B_1,B_2\nX1,A*01:01,A*01:01,B*07:02,B*07:02\n", name: "few.csv")
    let patients = InputSource.text("patient_id,A_1,A_2,B_1,B_2\nP,A*02:01,A*02:01,B*07:02,B*07:02\n", name: "p.csv")
    async let small = SearchFixture(patients: patients, donors: [donors], reference: other)
    async let large = SearchFixture()
    let (first, second) = try await (small.search(), large.search())
    async let ranked = (first.rank(), second.rank())
    let (few, many) = try await ranked
    #expect(few.count == 1 && many.count == 3)
    #expect(first.record.reference.release == "3.99.0" && second.record.reference.release == "3.58.0")
    #expect(other.meaning(of: "A*24:02").error != nil && second.reference.meaning(of: "A*24:02").error == nil)
  }

  @Test("Patients of one release are not searched among donors of another")
  func mixedReleases() async throws {
    let folder = try RunFixture()
    let other = try await otherRelease(folder)
    let patients = InputSource.text("patient_id,A_1,A_2\nP,A*02:01,A*02:01\n", name: "p.csv")
    let fixture = try await SearchFixture()
    let list = try await other.readPatients(patients, fixture.readingSettings)
    let settings = SearchSettings(rules: fixture.rules, date: RunFixture.day)
    let told = await message { _ = try DonorSearch(list, in: fixture.pool, settings) }
    #expect(told?.code == "data" && told?.text.hasPrefix("p.csv: read by another release") == true)
  }

  @Test("A pool read under other policies than the protocol's is refused, and so are such patients")
  func otherPolicies() async throws {
    let fixture = try await SearchFixture()
    var settings = SearchSettings(rules: fixture.rules, date: RunFixture.day)
    settings.rules.donorTyping.blankSecond = .unknown
    let donors = await message { [settings] in _ = try DonorSearch(fixture.patients, in: fixture.pool, settings) }
    #expect(donors?.text.contains("blank second values read as homozygous") == true)
    settings.rules = fixture.rules
    settings.rules.patientTyping.blankSecond = .unknown
    let patients = await message { [settings] in _ = try DonorSearch(fixture.patients, in: fixture.pool, settings) }
    #expect(patients?.code == "data" && patients?.text.contains("those of the protocol mst") == true)
  }

  @Test("What is missing, unreadable, unknown or senseless is told by its case")
  func cases() async throws {
    let fixture = try await SearchFixture()
    let reading = fixture.readingSettings
    let missing = await message { _ = try await fixture.reference.openPool("/nowhere/donors.hlapool") }
    #expect(missing?.code == "missing_input")
    let reference = await message { _ = try await MatchReference.load("/nowhere/index.hlaref") }
    #expect(reference?.code == "missing_input")
    let plain = InputSource.text("x,y\n1,2\n", name: "b")
    let noHeader = await message { _ = try await fixture.reference.readPatients(plain, reading) }
    #expect(noHeader?.code == "data" && noHeader?.text.hasPrefix("b:1:1: ") == true)
    let search = try fixture.search()
    let unknown = await message { _ = try await search.explain(patient: "P1", donor: "nobody") }
    #expect(unknown?.code == "data" && unknown?.text.contains("nobody") == false)
    #expect(throws: EngineError.self) { try fixture.search { $0.top = -1 } }
    #expect(throws: EngineError.self) { try fixture.search { $0.deeperLoci = [.a] } }
    #expect(throws: EngineError.self) { try search.compareText(as: .html) }
    #expect(throws: EngineError.self) { try fixture.reference.typingText(of: ["A*02:01"], as: .csv) }
  }

  @Test("Rejected rows come with their places, and with the error where no row is left")
  func rejects() async throws {
    let reference = try await MatchReference.load()
    let settings = ReadingSettings(rules: try .load("mst"), date: RunFixture.day)
    let text = "donor_id,A_1,A_2\nX1,A*99:99,\nX2,A*02:01,A*02:01\n"
    var watching = settings
    watching.watchedDonor = "X1"
    let pool = try await reference.readPool(of: [.text(text, name: "some/body.csv")], watching)
    #expect(pool.read == 2 && pool.rejected == 1 && pool.rejects.counts == ["not_in_excerpt": 1])
    #expect(pool.rejects.first.first?.description.hasPrefix("body.csv:2:2: A*99:99 is not in the embedded") == true)
    let patients = try await reference.readPatients(glStrings: [(id: "P", glString: "A*02:01+A*24:02")], settings)
    let search = try DonorSearch(patients, in: pool, SearchSettings(rules: settings.rules, date: RunFixture.day))
    guard case .rejected(let faults) = try await search.explain(patient: "P", donor: "X1").standing else {
      Issue.record("the donor is not told as rejected")
      return
    }
    #expect(faults.count == 1 && faults[0].hasPrefix("body.csv:2:2: "))
    do {
      _ = try await reference.readPatients(glStrings: [(id: "P", glString: "A*99:99+A*24:02")], settings)
      Issue.record("a patient without a readable typing was accepted")
    } catch .nothingReadable(let words, let rejects) {
      #expect(rejects.total == 1 && !words.isEmpty)
    } catch {
      Issue.record("\(error)")
    }
  }

  @Test("Typings are answered as the command line answers them")
  func typings() async throws {
    let folder = try RunFixture()
    let reference = try await MatchReference.load()
    let typings = ["A*02:01", "DRB1*15:XX", "nonsense", "A*24:02N"]
    for format in [ResultFormat.jsonl, .table] {
      let run = try TypingRun(reference: reference.index, locus: nil, format: format, output: folder.path("typings"))
      _ = try run.answer(typings)
      let text = try reference.typingText(of: typings, as: format)
      #expect(try folder.text("typings") == String(decoding: text, as: UTF8.self))
    }
    #expect(reference.meaning(of: "02:01", locus: .a).identities == ["A*02:01P"])
  }
}
