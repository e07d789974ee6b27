import Testing

@testable import HLATyping

// Source: FORMATS 5, what spreadsheet programs make of typings.
@Suite("Spreadsheet damage")
struct SpreadsheetDamageTests {
  @Test(
    "Times, fractions of a day, dates and numbers are recognised",
    arguments: [
      ("02:01:00", "a time"), ("2:01:00", "a time"), ("24:02:00", "a time"), ("2:01:00 AM", "a time"),
      ("02:01 pm", "a time"), ("0.084027", "a fraction of a day"), ("0,084027", "a fraction of a day"),
      ("1.08402777777778", "a fraction of a day"), ("1/2", "a date"), ("01/02", "a date"), ("01/02/2024", "a date"),
      ("2024-02-01", "a date"), ("01.02.2024", "a date"), ("01-Feb", "a date"), ("Feb-01", "a date"),
      ("1-Dez", "a date"),
      ("1-Mai", "a date"), ("Jan 24", "a date"), ("1E10", "a number"), ("1e+10", "a number"), ("1,2E+05", "a number"),
      ("2:01:01:01", "a time"), ("01. Feb", "a date"), ("1. Feb. 2024", "a date"), ("Sept-2024", "a date"),
    ])
  func damaged(text: String, became: String) { #expect(SpreadsheetDamage.kind(of: text) == became) }

  @Test(
    "Typings are not taken for damage",
    arguments: [
      "02:01", "02:01:01", "02:01:01:01", "24:02", "01:01/02", "01:01/01:02", "02:XX", "02:BDVC", "02:01:01G", "02:01P",
      "NEW", "NNNN", "UUUU", "A2", "DR15", "0201", "020101", "02", "2", "A*02:01", "01:01:100", "A*01:MAR", "01:DEC",
      "-", "",
      "02:01:10", "HLA-A*02:01", "A*02:01/02:02", "01:01/01:02/01:03/01:04", "DRB1*15:01",
    ])
  func good(text: String) { #expect(SpreadsheetDamage.kind(of: text) == nil) }

  @Test("A time without seconds and with an hour of one digit is a time")
  func shortTime() { #expect(SpreadsheetDamage.kind(of: "2:01") == "a time") }
}
