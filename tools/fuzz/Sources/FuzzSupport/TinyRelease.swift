import MatchEngine

/// Small tables of our own making, for targets that need more than their input.
public enum TinyRelease {
  /// A release of a dozen alleles, two of them deleted, in one of the shapes of hla.xml.
  public static let xml: String = {
    let alleles = [
      ("A*01:01:01:01", "A*01:01:01G", "A*01:01P"), ("A*01:01:01:02N", "A*01:01:01G", "None"),
      ("A*02:01:01:01", "A*02:01:01G", "A*02:01P"), ("A*02:01:01:02L", "A*02:01:01G", "A*02:01P"),
      ("A*02:05:01", "None", "None"), ("B*07:02:01", "B*07:02:01G", "B*07:02P"), ("B*15:01:01:01", "None", "B*15:01P"),
      ("C*07:02:01", "C*07:02:01G", "C*07:02P"), ("DRB1*15:01:01", "DRB1*15:01:01G", "DRB1*15:01P"),
      ("DQB1*06:02", "None", "None"), ("MICA*001:01", "None", "None"),
    ]
    let live = alleles.enumerated().map { number, allele in
      """
      <allele id="HLA0000\(number)" name="HLA-\(allele.0)"><releaseversions currentrelease="3.99.0" \
      releasestatus="Public" confirmed="Confirmed"/><hla_g_group status="\(allele.1)"/>\
      <hla_p_group status="\(allele.2)"/></allele>
      """
    }
    let deleted = #"<allele id="HLA00050" name="HLA-A*01:02"><releaseversions releasestatus="Deleted"/></allele>"#
    return #"<release version="3.99.0"><alleles>"# + live.joined(separator: "\n") + deleted + "</alleles></release>"
  }()

  /// Codes of both kinds in the layout of alpha.v3.
  public static let codes = """
    "LAST UPDATED: 01/01/26"
    *\tCODE\tSUBTYPE

    \tAA\t01/02/03/05
    \tAB\t01/02
    \tZZZZZ\t02/1000/01N
    *\tBQR\t24:02/24:09N
    *\tFXT\t02:01/24:02/24:03

    """

  /// The release as an index; the program ends where it cannot be built, since nothing can be tested then.
  public static func index() -> ReferenceIndex {
    let file = MemoryFile()
    file.write(xml.utf8)
    guard let index = try? ReferenceIndex.build(sources: [file.path]) else { fatalError("the tiny release is built") }
    return index
  }

  /// The codes as a table.
  public static func table() -> MultipleAlleleCodes {
    let file = MemoryFile()
    file.write(codes.utf8)
    guard let table = try? MultipleAlleleCodes.open(file.path) else { fatalError("the table of codes is read") }
    return table
  }

  /// The embedded excerpt.
  public static func excerpt() -> ReferenceIndex {
    guard let index = try? ReferenceIndex.embedded() else { fatalError("the embedded excerpt is built") }
    return index
  }
}
