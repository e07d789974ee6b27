import Testing

@testable import RegistryFormats

@Suite("Samples of an HML file") struct HMLSampleTests {
  /// A document of one sample; `assignment` is the content of its only allele assignment.
  private static func document(_ samples: String, namespace: String = "http://schemas.nmdp.org/spec/hml/1.0.1")
    -> String
  {
    "<hml xmlns='\(namespace)' version='1.0.1'>\n\(samples)\n</hml>"
  }

  private static func typing(_ assignment: String, family: String = "HLA", version: String = "3.58.0") -> String {
    "<typing gene-family='\(family)'><allele-assignment allele-db='x' allele-version='\(version)'>\(assignment)"
      + "</allele-assignment><typing-method><sbt-ngs locus='HLA-A'/></typing-method></typing>"
  }

  private static func haploid(_ locus: String, _ type: String, method: String = "DNA") -> String {
    "<haploid locus='\(locus)' method='\(method)' type='\(type)'/>"
  }

  private static func row(_ typings: String) -> XMLOutcome.Row? {
    let outcome = XMLOutcome(hml: document("<sample id='S1'>\(typings)</sample>"))
    return outcome.error == nil ? outcome.rows.first : nil
  }

  private static func cells(_ typings: String) -> [String: String] {
    var cells = row(typings)?.cells ?? [:]
    if cells["hla_version"] == "3.58.0" { cells["hla_version"] = nil }
    return cells
  }

  @Test("Haploids of a locus are its two values in order, DNA and serology each for itself")
  func haploids() {
    let haploids =
      Self.haploid("HLA-A", "02:01") + Self.haploid("HLA-B", "B7", method: "SER") + Self.haploid("A", "24:AB")
      + Self.haploid("HLA-B", "07:02") + Self.haploid("DRB1", "15:01")
    let expected = ["id": "S1", "A_1": "02:01", "A_2": "24:AB", "B_ser_1": "B7", "B_1": "07:02", "DRB1_1": "15:01"]
    #expect(Self.cells(Self.typing(haploids)) == expected)
  }

  @Test("A third haploid of a locus is a fault at its place")
  func thirdHaploid() {
    let haploids = (1...3).map { Self.haploid("HLA-A", "0\($0):01") }.joined(separator: "\n")
    let row = Self.row(Self.typing(haploids))
    #expect(row?.fault == RecordFault(kind: .repeated(name: "a haploid of HLA-A"), line: 4, column: 43))
  }

  @Test("A locus that two assignments tell alike is told once; where they differ it is a fault")
  func twoAssignments() {
    let first = Self.typing(Self.haploid("HLA-A", "02:01") + Self.haploid("HLA-A", "24:02"))
    #expect(Self.cells(first + first) == ["id": "S1", "A_1": "02:01", "A_2": "24:02"])
    let other = Self.typing(Self.haploid("HLA-A", "02:01") + Self.haploid("HLA-A", "11:01"))
    #expect(Self.row(first + other)?.fault?.kind == .repeated(name: "a typing of HLA-A"))
    let locus = Self.typing(Self.haploid("HLA-C", "07:01"))
    #expect(Self.cells(first + locus) == ["id": "S1", "A_1": "02:01", "A_2": "24:02", "C_1": "07:01"])
  }

  @Test("A haploid without a known method is a fault, and of a locus without columns it is passed over")
  func methodAndLocus() {
    let row = Self.row(Self.typing("<haploid locus='HLA-A' type='02:01'/>"))
    #expect(row?.fault?.kind == .unexpectedValue(name: "method of a haploid", expected: "DNA or SER"))
    #expect(Self.cells(Self.typing(Self.haploid("HLA-E", "01:01"))) == ["id": "S1"])
  }

  @Test("An attribute of another namespace is not the haploid's")
  func foreignAttribute() {
    let haploid = "<haploid xmlns:x='urn:x' locus='HLA-A' method='DNA' x:type='09:09' type='02:01'/>"
    #expect(Self.cells(Self.typing(haploid)) == ["id": "S1", "A_1": "02:01"])
  }

  @Test("GL Strings of a sample are joined, without white space in them")
  func genotypes() {
    let typings =
      Self.typing("<glstring>\n HLA-A*02:01+\n\tHLA-A*24:02 </glstring>")
      + Self.typing("<glstring><![CDATA[HLA-B*07:02]]>+HLA-B*08:01</glstring>")
    let expected = "HLA-A*02:01+HLA-A*24:02^HLA-B*07:02+HLA-B*08:01"
    #expect(Self.cells(typings) == ["id": "S1", "gl_string": expected])
  }

  @Test("Haploids and the GL String of one assignment are both delivered")
  func both() {
    let assignment = Self.haploid("HLA-A", "02:01") + "<glstring uri='x'>HLA-A*02:01+HLA-A*02:01</glstring>"
    let expected = ["id": "S1", "A_1": "02:01", "gl_string": "HLA-A*02:01+HLA-A*02:01"]
    #expect(Self.cells(Self.typing(assignment)) == expected)
  }

  @Test("A GL String that is only linked to is a fault, unless haploids give the typing")
  func linked() {
    let link = "<glstring uri='http://example.org/1'/>"
    let expected = "the GL string itself; a uri cannot be resolved offline"
    let row = Self.row(Self.typing("\n" + link))
    #expect(row?.fault?.kind == .unexpectedValue(name: "glstring", expected: expected))
    #expect(row?.fault?.line == 3)
    #expect(Self.row(Self.typing(link + Self.haploid("HLA-A", "02:01")))?.fault == nil)
    #expect(Self.row(Self.typing(Self.haploid("HLA-A", "")) + Self.typing(link))?.fault != nil)
    #expect(Self.row(Self.typing("<glstring/>"))?.fault == nil)
    #expect(Self.row(Self.typing(link, family: "KIR"))?.fault == nil)
  }

  @Test("KIR typings go to their own column, by the family or by the GL String's beginning")
  func killerReceptors() {
    let typings =
      Self.typing("<glstring>KIR2DL1*001</glstring>", family: "KIR", version: "2.13.0")
      + Self.typing("<glstring>KIR3DL1*001+KIR3DS1*013</glstring>", version: "2.12.0")
      + Self.typing(Self.haploid("KIR2DL1", "001"), family: "KIR", version: "2.0.0")
    #expect(Self.row(typings)?.cells == ["id": "S1", "kir": "gl:KIR2DL1*001^KIR3DL1*001+KIR3DS1*013"])
  }

  static let versions: [(given: [String], newest: String?)] = [
    (["3.58.0"], "3.58.0"), (["3.58.0", "3.9.0"], "3.58.0"), (["3.9.0", "3.58.0"], "3.58.0"),
    (["", "3.31.0"], "3.31.0"),
    (["3.31", "3.31.0"], "3.31"), (["unknown"], nil), ([""], nil),
  ]

  @Test("The release is the newest of the assignments, by its numbers", arguments: versions)
  func version(given: [String], newest: String?) {
    let typings = given.map { Self.typing("<glstring>HLA-A*01:01</glstring>", version: $0) }.joined()
    #expect(Self.row(typings)?.cells["hla_version"] == newest)
  }

  @Test("A sample that stands several times is delivered each time, and none keeps anything of the one before")
  func severalSamples() {
    let one = "<sample id='S1'>\(Self.typing(Self.haploid("HLA-A", "02:01") + "<glstring>A*01:01</glstring>"))</sample>"
    let outcome = XMLOutcome(hml: Self.document(one + "\n<sample id='S1'/>\n" + one))
    #expect(outcome.lines == [2, 3, 4])
    #expect(outcome.rows[0].cells == outcome.rows[2].cells)
    #expect(outcome.rows[1].cells == ["id": "S1"])
  }

  @Test("Every version of the schema reads alike", arguments: ["1.0.1", "1.0", "1.0.3"])
  func namespaces(version: String) {
    let sample = "<sample id='S1'>\(Self.typing(Self.haploid("HLA-A", "02:01")))</sample>"
    let namespace = "http://schemas.nmdp.org/spec/hml/\(version)"
    #expect(XMLOutcome(hml: Self.document(sample, namespace: namespace)).cells.first?["A_1"] == "02:01")
  }

  @Test("Names with a prefix are the same names, and reading recovers within them")
  func prefixes() {
    func sample(_ id: String, _ more: String = "") -> String { "<h:sample id='\(id)'>\(more)</h:sample>\n" }
    let text = "<h:hml xmlns:h='urn:h'>\n\(sample("1"))\(sample("2", "&x;"))\(sample("3"))</h:hml>"
    let outcome = XMLOutcome(hml: text, policy: .passOver)
    #expect(outcome.goodIDs == ["1", "3"])
    #expect(outcome.rows.count == 3)
    #expect(outcome.error == nil)
  }

  @Test("GL Strings of more than 1 MiB are a fault of their sample")
  func tooLong() {
    let string = "<glstring>\(String(repeating: "HLA-A*01:01/", count: 60_000))HLA-A*02:01</glstring>"
    let samples = "<sample id='1'>\(Self.typing(string + string))</sample><sample id='2'/>"
    let outcome = XMLOutcome(hml: Self.document(samples))
    #expect(outcome.faults.map { $0?.kind } == [.recordTooLong(limit: 1 << 20), nil])
  }
}
