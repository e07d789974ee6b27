import MatchReport
import Testing

@Suite("Delimited text")
struct DelimitedTextTests {
  private func row(_ delimiter: Character, _ write: (inout DelimitedText) -> Void) -> String {
    var text = DelimitedText(delimiter: delimiter.asciiValue!)
    write(&text)
    text.endRow()
    return String(decoding: text.bytes, as: UTF8.self)
  }

  @Test(
    "A text cell that a spreadsheet would take for a formula gets an apostrophe",
    arguments: [
      ("=1+1", "'=1+1\n"), ("+7", "'+7\n"), ("-5", "'-5\n"), ("@x", "'@x\n"), ("a=1", "a=1\n"), ("'x", "'x\n"),
    ])
  func formula(cell: String, written: String) {
    #expect(row(",") { $0.text(cell) } == written)
  }

  @Test("A negative number is no formula")
  func negativeNumber() {
    #expect(row(",") { $0.number(-1) } == "-1\n")
    #expect(row("\t") { $0.number(Optional(-12)) } == "-12\n")
  }

  @Test("An unknown number is blank, also at the start of a row")
  func unknownNumber() {
    #expect(
      row(",") {
        $0.number(Int?.none); $0.number(3)
      } == ",3\n")
  }

  @Test(
    "A cell with delimiter, quote or line break is quoted, its quotes doubled",
    arguments: [
      ("a,b", "\"a,b\"\n"), ("say \"a\"", "\"say \"\"a\"\"\"\n"), ("a\nb", "\"a\nb\"\n"), ("=a,b", "\"'=a,b\"\n"),
      ("a;b", "a;b\n"),
    ])
  func quoting(cell: String, written: String) {
    #expect(row(",") { $0.text(cell) } == written)
  }

  @Test("In tab-separated text a comma needs no quotes and a tab does")
  func tabs() {
    #expect(
      row("\t") {
        $0.text("a,b"); $0.text("a\tb")
      } == "a,b\t\"a\tb\"\n")
  }

  @Test("Columns are those that scripts rely on, in their order")
  func columns() {
    let bounds = "match_min,match_max,gvh_min,gvh_max,hvg_min,hvg_max,homozygous_min,homozygous_max,A,B,C,DRB1,DQB1"
    #expect(
      RankTable.rankColumns.joined(separator: ",")
        == "patient_id,rank,donor_id,status,points,\(bounds),relation,age,nk,flags,reasons")
    #expect(
      RankTable.excludedColumns.joined(separator: ",")
        == "patient_id,donor_id,status,\(bounds),relation,age,nk,flags,reasons")
    #expect(RankTable.compareColumns.joined(separator: ",") == "patient_id,donor_id,\(bounds),status,reasons")
  }
}

@Suite("Tables for a terminal")
struct TerminalTableTests {
  @Test("Columns are as wide as their widest cell, text to the left and numbers to the right")
  func alignment() {
    var table = TerminalTable([("id", .left), ("points", .right), ("", .left)])
    table.add(["D1", "7", "x"])
    table.add(["D1000", "106", ""])
    #expect(table.lines == ["id     points", "D1          7  x", "D1000     106"])
  }

  @Test("Control characters of an id never reach the terminal")
  func controlCharacters() {
    #expect("a\u{1B}[31mb\u{7F}\u{85}\n".printable == "a[31mb")
  }
}
