import HLANomenclature
import HLATyping
import Testing

@testable import MatchEngine

@Suite("Reports on the quality of donor files")
struct PoolCheckTests {
  private func options(_ fixture: RunFixture, _ text: String) throws -> PoolCheckRun.Options {
    var options = PoolCheckRun.Options()
    options.donors = [try fixture.write("donors.csv", text)]
    return options
  }

  @Test("The report does not depend on how many typings are held at a time", arguments: [1, 3, 1000])
  func heldTypings(held: Int) throws {
    let fixture = try RunFixture()
    let cells = ["02:01", "24:02", "01:06", "A2", "02:01/02:06", "NEW", "24:09N", "junk", ""]
    var text = "donor_id,A_1,A_2,B_1\n"
    for number in 0..<200 {
      text += "D\(number),\(cells[number % 7]),\(cells[(number / 7) % 9]),\(number % 3 == 0 ? "07:02" : "")\n"
    }
    let options = try options(fixture, text)
    let plain = try PoolCheckRun(options).report
    let folded = try PoolCheckRun(options, heldTypings: held).report
    #expect(try JSONText.line(folded) == JSONText.line(plain))
    #expect(plain.rejected > 0 && plain.accepted > 100 && plain.loci[0].typed == plain.accepted)
  }

  @Test("Each typing counts where it belongs")
  func counts() throws {
    let fixture = try RunFixture()
    let text = """
      donor_id,A_1,A_2,B_1,B_2,DRB3_1,DRB3_2,gl_string
      D1,02:01,,07:02,44:02,NNNN,NNNN,
      D2,,,,,,,A*02:01+A*24:02|A*02:05+A*24:07
      D3,24:09N,A2,NEW,07:02,,,
      """
    let report = try PoolCheckRun(try options(fixture, text)).report
    let (a, b, drb3) = (report.loci[0], report.loci[1], report.loci[6])
    #expect(a.typed == 3 && a.presumedHomozygous == 1 && a.nulls == 1 && a.genotypeLists == 1)
    #expect(a.positions[.serology] == 1 && b.newAlleles == 1 && b.untyped == 1)
    #expect(drb3.absent == 1 && drb3.untyped == 2 && drb3.typed == 0)
    // Only the presumed pair is one identity at each position: a list, an antigen and an unnamed sequence are not.
    #expect(a.unambiguous == 1 && b.unambiguous == 1)
  }
}
