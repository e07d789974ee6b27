import Foundation
import Testing

@testable import RegistryFormats

/// Builds Observations as the guide describes them.
enum FHIRText {
  static func observation(
    _ glString: String, subject: String? = "Patient/P1", code: String = "84413-4", status: String = "final"
  ) -> String {
    let reference = subject.map { "\"subject\":{\"reference\":\"\($0)\"}," } ?? ""
    return "{\"resourceType\":\"Observation\",\"status\":\"\(status)\",\"code\":{\"coding\":["
      + "{\"system\":\"http://loinc.org\",\"code\":\"\(code)\"}]},\(reference)\(concept(glString))}"
  }

  static func concept(_ glString: String) -> String {
    "\"valueCodeableConcept\":{\"coding\":[{\"code\":\"\(glString)\",\"system\":\"http://glstring.org\"}]}"
  }

  static func haplotype(_ allele: String, subject: String = "Patient/P1") -> String {
    observation(allele, subject: subject, code: "84414-2")
  }

  static func bundle(_ resources: [String]) -> String {
    let entries = resources.map { "{\"fullUrl\":\"urn:x\",\"resource\":\($0)}" }.joined(separator: ",\n")
    return "{\"resourceType\":\"Bundle\",\"type\":\"collection\",\"entry\":[\n\(entries)],\"total\":1}"
  }
}

@Suite("FHIR Observations of HLA genotypes") struct FHIRReaderTests {
  @Test("The Observations of a subject make one record, wherever they lie, in a Bundle or one a line")
  func gathering() {
    let resources = [
      "{\"resourceType\":\"Patient\",\"id\":\"P1\"}",
      FHIRText.observation("hla#3.58.0#HLA-A*02:01+HLA-A*24:02"),
      FHIRText.observation("hla#3.31.0#HLA-B*07:02+HLA-B*08:01", subject: "Patient/P2"),
      FHIRText.observation("hla#3.9.0#HLA-C*07:02+HLA-C*07:01"),
    ]
    for text in [
      FHIRText.bundle(resources), resources.joined(separator: "\n"), resources.joined(separator: "\r\n") + "\n",
    ] {
      let outcome = RecordOutcome.fhir(text)
      #expect(outcome.error == nil)
      #expect(outcome.faults == [nil, nil])
      #expect(
        outcome.cells == [
          ["id": "P1", "gl_string": "HLA-A*02:01+HLA-A*24:02^HLA-C*07:02+HLA-C*07:01", "hla_version": "3.58.0"],
          ["id": "P2", "gl_string": "HLA-B*07:02+HLA-B*08:01", "hla_version": "3.31.0"],
        ])
    }
  }

  static let subjects: [(text: String, id: String?)] = [
    ("\"subject\":{\"reference\":\"Patient/a-1\"}", "a-1"),
    ("\"subject\":{\"reference\":\"urn:uuid:12\"}", "urn:uuid:12"),
    ("\"subject\":{\"identifier\":{\"system\":\"urn:x\",\"value\":\"7\"}}", "7"),
    ("\"subject\":{\"reference\":\"#p\",\"identifier\":{\"value\":\"8\"}}", "8"),
    ("\"subject\":{\"reference\":\"#p\"}", nil), ("\"subject\":{\"display\":\"x\"}", nil), ("\"subject\":[]", nil),
    ("\"x\":1", nil), ("\"subject\":{\"reference\":\"\\ud800\"}", nil),
    ("\"subject\":{\"reference\":\"Patient/\"}", nil),
  ]

  @Test("The id is the subject's reference, else its identifier; none is a fault", arguments: subjects)
  func subject(text: String, id: String?) {
    let concept = FHIRText.concept("hla#3.58.0#HLA-A*02:01+HLA-A*24:02")
    let outcome = RecordOutcome.fhir("{\"resourceType\":\"Observation\",\(text),\(concept)}")
    #expect(outcome.rows.map { $0.cells["id"] } == [id])
    let fault = RecordFault.Kind.unexpectedValue(name: "subject", expected: "a reference or an identifier")
    #expect(outcome.kinds == [id == nil ? fault : nil])
  }

  @Test("Single alleles: two of a locus are its copies, one stays alone, three are a fault")
  func haplotypes() {
    let alleles = ["hla#3.58.0#HLA-A*02:01", "hla#3.58.0#HLA-B*07:02", "hla#3.58.0#HLA-A*24:02/HLA-A*24:03"]
    let outcome = RecordOutcome.fhir(FHIRText.bundle(alleles.map { FHIRText.haplotype($0) }))
    #expect(outcome.cells[0]["gl_string"] == "HLA-A*02:01+HLA-A*24:02/HLA-A*24:03^HLA-B*07:02")
    #expect(outcome.faults == [nil])
    let three = RecordOutcome.fhir(FHIRText.bundle((alleles + [alleles[0]]).map { FHIRText.haplotype($0) }))
    #expect(three.kinds == [.repeated(name: "a third haplotype of one locus")])
  }

  @Test("Two genotypes of one locus are both kept, to be intersected")
  func twoGenotypes() {
    let resources = ["A*02:01+A*24:02", "A*02:XX+A*24:XX"].map { FHIRText.observation("hla#3.58.0#" + $0) }
    #expect(RecordOutcome.fhir(FHIRText.bundle(resources)).cells[0]["gl_string"] == "A*02:01+A*24:02^A*02:XX+A*24:XX")
  }

  @Test("KIR goes into its own column")
  func kir() {
    let resources = [
      FHIRText.observation("kir#2.13.0#KIR2DL1*001+KIR2DL1*002"), FHIRText.observation("KIR3DL1*001"),
      FHIRText.observation("hla#3.58.0#A*02:01+A*24:02"),
    ]
    let outcome = RecordOutcome.fhir(FHIRText.bundle(resources))
    #expect(outcome.cells[0]["kir"] == "gl:KIR2DL1*001+KIR2DL1*002^KIR3DL1*001")
    #expect(outcome.cells[0]["hla_version"] == "3.58.0")
  }

  static let concepts: [(text: String, glString: String?)] = [
    ("\"valueCodeableConcept\":{\"text\":\"HLA-A*02:01+HLA-A*24:02\"}", "HLA-A*02:01+HLA-A*24:02"),
    ("\"valueCodeableConcept\":{\"text\":\"hla#3.58.0#A*02:AB+A*24:02\"}", "A*02:AB+A*24:02"),
    ("\"valueCodeableConcept\":{\"text\":\"Positive\"}", nil),
    ("\"valueCodeableConcept\":{\"text\":\"a text with * in it\"}", nil),
    (
      "\"valueCodeableConcept\":{\"text\":\"A*1:01\",\"coding\":[{\"system\":\"http://glstring.org\",\"code\":\"A*01:01\"}]}",
      "A*01:01"
    ),
    ("\"valueCodeableConcept\":{\"coding\":[{\"system\":\"http://x.org\",\"code\":\"A*01:01\"}]}", nil),
    (
      "\"component\":[{\"valueCodeableConcept\":{\"text\":\"HLA-A\"}},{\(FHIRText.concept("A*01:01+A*02:01"))}]",
      "A*01:01+A*02:01"
    ),
    (
      "\(FHIRText.concept("A*01:01+A*02:01")),\"component\":[{\(FHIRText.concept("B*07:02+B*08:01"))}]",
      "A*01:01+A*02:01^B*07:02+B*08:01"
    ),
    (FHIRText.concept("blood#1#ABO*A1.01"), nil),
  ]

  @Test("A GL String is a coding of its system, or else a text that is one", arguments: concepts)
  func codedOrText(text: String, glString: String?) {
    let subject = "\"subject\":{\"reference\":\"Patient/P1\"}"
    let outcome = RecordOutcome.fhir("{\(text),\"resourceType\":\"Observation\",\(subject)}")
    #expect(outcome.rows.first?.cells["gl_string"] == glString)
    #expect(outcome.error == (glString == nil ? .noGenotype : nil))
  }

  @Test(
    "What is coded as a GL String and is none is a fault",
    arguments: ["", "x", "hla#3.58.0", "hla#3.58.0#", "A*01:01+", "A*01:01 B*07:02", "02:01", "\\ud800", "a#b#c#d*1"])
  func notGLStrings(text: String) {
    let good = FHIRText.observation("A*01:01+A*02:01", subject: "Patient/P2")
    let outcome = RecordOutcome.fhir(FHIRText.bundle([FHIRText.observation(text), good]))
    let expected = "a GL String or a GL String Code"
    #expect(outcome.kinds == [.unexpectedValue(name: "valueCodeableConcept", expected: expected), nil])
    #expect(outcome.faults[0]?.line == 2)
  }

  @Test("Observations withdrawn, other resources and reports are passed over; nothing else left is an error")
  func passedOver() {
    let resources = [
      FHIRText.observation("A*01:01+A*02:01", status: "entered-in-error"),
      FHIRText.observation("A*01:01+A*02:01", status: "cancelled"),
      FHIRText.observation("A*01:01+A*02:01").replacing("\"Observation\"", with: "\"DiagnosticReport\""),
    ]
    #expect(RecordOutcome.fhir(FHIRText.bundle(resources)).error == .noGenotype)
    #expect(RecordOutcome.fhir(FHIRText.bundle([])).error == .noGenotype)
    #expect(RecordOutcome.fhir("{}").error == .noGenotype)
  }

  @Test("An entry that is no object, one that is too long, and an element that stands twice are faulty records")
  func faults() {
    let twice = FHIRText.observation("A*01:01+A*02:01").dropLast() + ",\"subject\":{\"reference\":\"Patient/P9\"}}"
    let long = "{\"resourceType\":\"Binary\",\"data\":\"\(String(repeating: "x", count: 2 << 20))\"}"
    let text = FHIRText.bundle([String(twice), long]).replacing("\"entry\":[", with: "\"entry\":[7,")
    let outcome = RecordOutcome.fhir(text)
    #expect(outcome.error == nil)
    #expect(
      outcome.kinds == [
        .unexpectedValue(name: "entry", expected: "an object"), .repeated(name: "subject"),
        .recordTooLong(limit: 1 << 20),
      ])
  }

  @Test("There are bounds of how many subjects, and how much text, are kept")
  func bounds() {
    let resources = (0..<9).map { FHIRText.observation("A*01:01+A*02:01", subject: "Patient/\($0)") }
    let bytes = Array(FHIRText.bundle(resources).utf8)
    #expect(RecordOutcome.fhir(bytes, bounds: .init(subjects: 9)).rows.count == 9)
    #expect(RecordOutcome.fhir(bytes, bounds: .init(subjects: 8)).error == .tooManySubjects(limit: 8))
    #expect(RecordOutcome.fhir(bytes, bounds: .init(text: 20)).error == .tooMuchText(limit: 20))
  }

  @Test("A file cut at any byte reads the same; cut off, it ends in an error or without a record")
  func everyBoundary() {
    let resources = ["é", "b"].map { FHIRText.haplotype("hla#3.58.0#HLA-A*02:01", subject: "Patient/\($0)") }
    for text in [FHIRText.bundle(resources), resources.joined(separator: "\n")] {
      let bytes = Array(text.utf8)
      let whole = RecordOutcome.fhir(bytes, limit: 300)
      #expect(whole.good.count == 2)
      for chunk in 1...bytes.count { #expect(RecordOutcome.fhir(bytes, limit: 300, chunk: chunk) == whole) }
      for length in 0..<bytes.count {
        let outcome = RecordOutcome.fhir(Array(bytes[..<length]))
        #expect(outcome.error != nil || outcome.rows == Array(whole.rows.prefix(1)), "\(length) bytes")
      }
    }
  }

  @Test("A Bundle of twelve megabytes takes no more memory than a chunk and what is kept of its subjects")
  func memory() throws {
    let patient = "{\"resource\":{\"resourceType\":\"Patient\",\"text\":\"\(String(repeating: "x", count: 500))\"}},\n"
    let entry = "{\"resource\":\(FHIRText.observation("A*01:01+A*02:01"))}"
    let times = 12_000_000 / patient.utf8.count
    let source = RepeatedText("{\"resourceType\":\"Bundle\",\"entry\":[", patient, times: times, entry + "]}")
    let reader = FHIRReader(source: source)
    #expect(RecordOutcome(reader).cells == [["id": "P1", "gl_string": "A*01:01+A*02:01"]])
    #expect(reader.stream.window.capacity <= 3 * JSONWindow.chunkLength)
  }
}

@Suite("Sample of FHIR", .enabled(if: RegistrySamples.isPresent, "the folder of samples is absent"))
struct FHIRSampleTests {
  @Test("The sample is recognised, and gives one subject's genotype")
  func sample() throws {
    let path = RegistrySamples.folder + "fhir_hla_genotype_observation.json"
    #expect(try RegistryFile(path: path).format == .fhir)
    let outcome = RecordOutcome(FHIRReader(source: try FileByteSource(path: path)))
    #expect(outcome.error == nil)
    #expect(
      outcome.cells == [
        [
          "id": "example", "gl_string": "HLA-A*02:01:01G+HLA-A*24:02:01:01/HLA-A*24:02:01:03",
          "hla_version": "3.58.0",
        ]
      ])
  }
}
