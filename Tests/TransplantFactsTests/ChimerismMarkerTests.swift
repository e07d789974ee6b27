import HLATyping
import Testing
import TransplantFacts

/// DOMAIN section 6, chimerism markers.
@Suite("Chimerism markers")
struct ChimerismMarkerTests {
  private func markers(
    _ patient: [String: (String, String)], _ donor: [String: (String, String)]
  ) throws -> [String] {
    try ChimerismMarker.all(
      patient: FactsFixture.typings(patient), donor: FactsFixture.typings(donor), reference: FactsFixture.reference
    ).map { "\($0.locus) \($0.identities.joined(separator: " "))" }
  }

  @Test("A marker is an identity of the donor that the patient certainly lacks, at every typed locus")
  func markers() throws {
    let patient = ["A": ("01:01", "02:01"), "B": ("07:02", ""), "DRB1": ("15:01", "04:01"), "DPB1": ("04:01", "02:01")]
    let donor = ["A": ("02:01", "03:01"), "B": ("08:01", "44:02"), "DRB1": ("04:01", ""), "DPB1": ("03:01", "04:01")]
    #expect(try markers(patient, donor) == ["A A*03:01P", "B B*08:01P B*44:02P", "DPB1 DPB1*03:01P"])
  }

  @Test("What either typing leaves open is no marker")
  func openTypings() throws {
    #expect(try markers([:], ["A": ("03:01", "11:01")]).isEmpty)
    #expect(try markers(["A": ("01:01", "NEW")], ["A": ("03:01", "11:01")]).isEmpty)
    #expect(try markers(["A": ("01:01", "03:01/11:01")], ["A": ("03:01", "24:02")]) == ["A A*24:02P"])
    #expect(try markers(["A": ("01:01", "")], ["A": ("03:01/11:01", "24:02")]) == ["A A*24:02P"])
    #expect(try markers(["A": ("01:01", "")], [:]).isEmpty)
  }

  @Test("Donor genes that the patient has no copy of are markers; nulls are none")
  func absentGenes() throws {
    #expect(try markers(["DRB4": ("NNNN", "")], ["DRB4": ("01:03", "NNNN")]) == ["DRB4 DRB4*01:01P"])
    #expect(try markers(["A": ("01:01", "")], ["A": ("01:01", "24:09N")]).isEmpty)
  }

  @Test("A difference of sex needs both sexes")
  func sexes() {
    #expect(SexDifference(donor: .male, patient: .female) == .maleInFemale)
    #expect(SexDifference(donor: .female, patient: .male) == .femaleInMale)
    #expect(SexDifference(donor: .male, patient: .male) == SexDifference.none)
    #expect(SexDifference(donor: .female, patient: .female) == SexDifference.none)
    for known in [Sex.male, .female] {
      #expect(SexDifference(donor: known, patient: nil) == .unknown)
      #expect(SexDifference(donor: nil, patient: known) == .unknown)
    }
  }
}
