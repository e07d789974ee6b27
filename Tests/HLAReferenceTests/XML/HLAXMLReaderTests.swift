import TestFixtures
import Testing

@testable import HLAReference

/// One allele in one of the five shapes of FORMATS 1.1, and the category its catalogues give.
struct ShapeCase: Sendable, CustomTestStringConvertible {
  var testDescription: String
  var opening: String
  var status: String
  var catalogues: String
  var groups: String
  var closing = "</alleles>"
  var category: CatalogueCategory

  var document: String {
    """
    <?xml version="1.0" encoding="ISO-8859-1" ?>
    \(opening)
      <allele id="HLA00053" name="HLA-A*23:01:01:01" dateassigned="">
        <releaseversions firstreleased="1.0.0" currentrelease="3.58.0" releasestatus="\(status)" confirmed="Confirmed"/>
        <locus genesystem="HLA" locusname="HLA-A" class="I" />
        \(catalogues)
        \(groups)
        <sequence><nucsequence>ACGT</nucsequence><feature id="1" name="5' UTR" status="Complete"/></sequence>
      </allele>
    \(closing)
    """
  }

  private static let namespace = #"xmlns="http://hla.alleles.org/xml""#
  private static let statusGroups = #"<hla_g_group status="A*23:01:01G"/><hla_p_group status="A*23:01P"/>"#
  private static let release = #"<release \#(namespace) version="3.58.0" date="2024-10-09"><alleles>"#
  private static let entries = """
    <cwd_catalogue cwd_version="2.0.0"><cwd_entry population="Undefined" status="WD"/></cwd_catalogue>
    <cwd_catalogue cwd_version="3.0.0"><cwd_entry population="EURO" status="C"/>
    <cwd_entry population="Total" status="I"/></cwd_catalogue>
    """

  static let all = [
    ShapeCase(
      testDescription: "old", opening: "<alleles \(namespace)>", status: "Sequence Modified - Genomic",
      catalogues: #"<cwd_catalogue cwd_status="Common" cwd_version="2.0.0"/>"#, groups: statusGroups,
      category: .common),
    ShapeCase(
      testDescription: "ciwd", opening: "<alleles \(namespace)>", status: "New allele", catalogues: entries,
      groups: statusGroups, category: .intermediate),
    ShapeCase(
      testDescription: "flat", opening: "<alleles \(namespace)>", status: "Public", catalogues: entries,
      groups: statusGroups, category: .intermediate),
    ShapeCase(
      testDescription: "status", opening: release, status: "Public", catalogues: entries, groups: statusGroups,
      closing: "</alleles></release>", category: .intermediate),
    ShapeCase(
      testDescription: "name", opening: release, status: "Public", catalogues: entries,
      groups: #"<hla_g_group name="A*23:01:01G" id="HGG1"/><hla_p_group id="HPG1" name="HLA-A*23:01P"/>"#,
      closing: "</alleles></release>", category: .intermediate),
  ]
}

@Suite struct HLAXMLReaderTests {
  @Test("Each of the five shapes of hla.xml gives the same allele", arguments: ShapeCase.all)
  func shape(_ shape: ShapeCase) throws {
    let (alleles, summary) = try HLAXMLReader().records(of: shape.document)
    #expect(summary == XMLReleaseSummary(version: "3.58.0", liveCount: 1, deletedCount: 0))
    let allele = try #require(alleles.first)
    #expect(allele.accession == 53)
    #expect(allele.identifier == "HLA00053")
    #expect(allele.name == "A*23:01:01:01")
    #expect(allele.gGroup == "A*23:01:01G")
    #expect(allele.pGroup == "A*23:01P")
    #expect(!allele.isDeleted)
    #expect(allele.isConfirmed == true)
    #expect(allele.catalogued == shape.category)
    #expect(allele.line == 3)
  }

  @Test(
    "An allele is deleted by the word Deleted or by a comment that begins so",
    arguments: [
      ("Deleted", true), ("Allele Deleted - identical to A*01:01", true), ("Allele Deleted", true), ("Public", false),
      ("Sequence unchanged", false), ("Deleted later", false), ("", false),
    ])
  func deletion(status: String, isDeleted: Bool) throws {
    let (alleles, summary) = try HLAXMLReader().records(
      of: #"<alleles><allele id="HLA1" name="A*01"><releaseversions releasestatus="\#(status)"/></allele></alleles>"#)
    #expect(alleles.map(\.isDeleted) == [isDeleted])
    #expect(summary.deletedCount == (isDeleted ? 1 : 0))
  }

  @Test(
    "A group that is absent, empty or None is no group",
    arguments: [
      "", #"<hla_g_group status="None"/>"#, #"<hla_g_group name="None" id="None"/>"#, #"<hla_g_group name=""/>"#,
    ])
  func noGroup(element: String) throws {
    let (alleles, _) = try HLAXMLReader().records(
      of: #"<alleles><allele id="HLA1" name="MICA*001">\#(element)</allele></alleles>"#)
    #expect(alleles.first?.gGroup == nil)
    #expect(alleles.first?.name == "MICA*001")
    #expect(alleles.first?.isConfirmed == nil)
  }

  @Test(
    "An id that is no HLA accession is kept as text",
    arguments: [
      ("HLA00001", 1), ("HLA123456789", 123_456_789), ("HLA", nil), ("MIC00001", nil), ("HLA12x4", nil), ("", nil),
    ] as [(String, UInt32?)])
  func accession(id: String, number: UInt32?) throws {
    let (alleles, _) = try HLAXMLReader().records(of: #"<alleles><allele id="\#(id)"></allele></alleles>"#)
    #expect(alleles.first?.accession == number)
    #expect(alleles.first?.identifier == id)
    #expect(alleles.first?.name == "")
  }

  @Test("Parts of one allele never leak into the next, and lines count from the tag's first")
  func separation() throws {
    let (alleles, summary) = try HLAXMLReader().records(
      of: """
        \u{FEFF}<alleles>
        <allele id="HLA1"
           name="A*01&lt;&#78;"
        ><releaseversions releasestatus="Deleted" confirmed="Unconfirmed" currentrelease="3.9.0"/>
        <hla_g_group status="A*01:01:01G"/><cwd_catalogue cwd_status="Well-Documented"/></allele>
        <!-- between --><allele id="HLA2"><releaseversions currentrelease="3.61.0"/></allele>
        <hla_g_group status="A*02:01:01G"/></alleles>
        """)
    #expect(alleles.map(\.line) == [2, 6])
    #expect(alleles.map(\.name) == ["A*01<N", ""])
    #expect(alleles.map(\.gGroup) == ["A*01:01:01G", nil])
    #expect(alleles.map(\.isDeleted) == [true, false])
    #expect(alleles.map(\.isConfirmed) == [false, nil])
    #expect(alleles.map(\.catalogued) == [.wellDocumented, .none])
    #expect(summary.version == "3.9.0")
  }

  @Test("Elements count by their local name, attributes only without prefix")
  func prefixes() throws {
    let (alleles, _) = try HLAXMLReader().records(
      of: #"<h:alleles xmlns:h="http://hla.alleles.org/xml"><h:allele h:id="HLA9" id="HLA1"></h:allele></h:alleles>"#)
    #expect(alleles.map(\.identifier) == ["HLA1"])
  }

  @Test("An error of the sink ends the reading and reaches the caller")
  func sinkError() throws {
    struct Enough: Error {}
    let folder = try ScratchFolder()
    let allele = #"<allele id="HLA1" name="A*01"></allele>"#
    let path = try folder.write("<alleles>\(allele)\(allele)\(allele)</alleles>", as: "hla.xml")
    var count = 0
    #expect(throws: Enough.self) {
      _ = try HLAXMLReader().read(path: path) { _ in
        count += 1
        if count == 2 { throw Enough() }
      }
    }
    #expect(count == 2)
  }
}
