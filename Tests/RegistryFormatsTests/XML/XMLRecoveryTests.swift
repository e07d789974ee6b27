import TestFixtures
import Testing

@testable import RegistryFormats

@Suite("Going on behind a breach") struct XMLRecoveryTests {
  private static let chunks = [1, 3, 17, 64, 1 << 18]

  struct Case: CustomTestStringConvertible, Sendable {
    var testDescription: String
    /// The content of the inventory: good records, and between braces what is passed over.
    var content: String
  }

  private static let one = Inventory.donor("1")
  private static let two = Inventory.donor("2")

  static let cases = [
    Case(testDescription: "in the first record", content: "{<DONOR><SEX>M</DONOR>\n}\(one)\(two)"),
    Case(testDescription: "in a record between", content: "\(one){<DONOR><GRID>9</GRID>&x;</DONOR>\n}\(two)"),
    Case(testDescription: "in the last record", content: "\(one)\(two){<DONOR><SEX>M</DONOR>\n"),
    Case(testDescription: "in two records", content: "{<DONOR><A></DONOR>}\(one){<CBU>&</CBU>\n}\(two)"),
    Case(
      testDescription: "in two records side by side", content: "\(one){<DONOR>&</DONOR>\n}{<CBU><SEX></CBU>\n\n}\(two)"),
    Case(
      testDescription: "within a start tag", content: "\(one){<DONOR GRID='9' GRID='9'><SEX>M</SEX></DONOR>\n}\(two)"),
    Case(
      testDescription: "an attribute's quote is missing", content: "\(one){<DONOR GRID='9><SEX>M</SEX></DONOR>\n}\(two)"
    ),
    Case(testDescription: "within an end tag", content: "\(one){<DONOR><GRID>9</GRID></DONOR\n}\(two)"),
    Case(
      testDescription: "a record in a comment is none",
      content: "\(one){<DONOR>&x;</DONOR><!-- <DONOR><GRID>9</GRID></DONOR> -->\n}\(two)"),
    Case(
      testDescription: "within a comment that holds a record",
      content: "\(one){<DONOR><!-- -- <DONOR><GRID>9</GRID></DONOR> --></DONOR>\n}\(two)"),
    Case(
      testDescription: "a record in a character section or an instruction is none",
      content: "\(one){<DONOR>&x;<![CDATA[<DONOR>]] ]>]]><?x <CBU> ?></DONOR>\n}\(two)"),
    Case(
      testDescription: "other elements whose names begin alike",
      content: "\(one){<DONOR>&x;<DONORS/><CBUX><DONOR_ID>4</DONOR_ID></CBUX></DONOR>\n}\(two)"),
    Case(testDescription: "an end tag is missing", content: "\(one){<DONOR><GRID>9</GRID>\n}\(two)"),
    Case(testDescription: "end tags of several elements are missing", content: "\(one){<DONOR><HLA><A><DNA>\n}\(two)"),
    Case(
      testDescription: "in the header of the next inventory",
      content: "\(one)</INVENTORY><INVENTORY a='{<'>\n}\(two)"),
    Case(
      testDescription: "the last record of an inventory before another",
      content: "\(one){<DONOR>&x;</DONOR>\n</INVENTORY><INVENTORY CONTENT_TYPE='C'>}\(two)"),
    Case(testDescription: "a stray end tag", content: "\(one)</DONOR>{\n}\(two)"),
    Case(testDescription: "a byte that is no text", content: "\(one){<DONOR>\u{1}</DONOR>\n}\(two)"),
    Case(
      testDescription: "a document type declaration",
      content: "\(one){<DONOR><!DOCTYPE x [<!ENTITY y 'z'>]></DONOR>}\(two)"),
    Case(
      testDescription: "a tag with a prefix nobody declared",
      content: "\(one){<DONOR>&x;</DONOR>\n}<w:DONOR><w:GRID>2</w:GRID></w:DONOR>"),
  ]

  @Test("What is broken is passed over up to the next record, and counted", arguments: cases)
  func passesOver(test: Case) {
    let marked = Inventory.document(test.content)
    let text = marked.filter { $0 != "{" && $0 != "}" }
    let passed = marked.split(separator: "{").dropFirst().map { $0.split(separator: "}")[0].utf8.count }
    for chunk in Self.chunks {
      let outcome = XMLOutcome(wmda: text, policy: .passOver, chunk: chunk)
      #expect(outcome.error == nil)
      #expect(outcome.goodIDs == ["1", "2"])
      let counts = outcome.faults.compactMap { fault -> Int? in
        guard case .passedOver(let bytes, let reason)? = fault?.kind else { return nil }
        #expect(!reason.isEmpty)
        return bytes
      }
      #expect(counts == passed, "in chunks of \(chunk)")
      for row in outcome.rows where row.fault == nil {
        #expect(row.line == Self.line(of: ">\(row.cells["id"] ?? "")</", in: text))
      }
    }
    guard case .notWellFormed? = XMLOutcome(wmda: text).error else {
      Issue.record("without recovery the file was not refused")
      return
    }
  }

  private static func line(of part: String, in text: String) -> Int {
    let before = text.split(separator: part, maxSplits: 1, omittingEmptySubsequences: false)[0]
    return before.utf8.count { $0 == ASCII.lineFeed } + 1
  }

  @Test("The fault stands at the breach, its record where it began")
  func faultPlace() {
    let text = Inventory.document(Self.one + "<DONOR\n>\n  <GRID>9</GRID>\n <SEX>&x;</SEX></DONOR>\n" + Self.two)
    let row = XMLOutcome(wmda: text, policy: .passOver).rows[1]
    #expect(row.line == 5)
    #expect(row.fault?.line == 8)
    #expect(row.fault?.column == 10)
    // Nothing of a broken record is told.
    #expect(row.cells == [:])
    let last = XMLOutcome(wmda: text, policy: .passOver).rows[2]
    #expect(last.places["A_1"] == RecordPlace(line: 9, column: 43))
  }

  @Test("A file that ends within a record is passed over to its end")
  func endsWithin() {
    let text = Inventory.document(Self.one).split(separator: "</INV")[0] + "<DONOR><GRID>9</GRID>\n"
    for chunk in Self.chunks {
      let outcome = XMLOutcome(wmda: String(text), policy: .passOver, chunk: chunk)
      #expect(outcome.goodIDs == ["1"])
      #expect(outcome.rows.count == 2)
      guard case .passedOver(let bytes, _)? = outcome.rows.last?.fault?.kind else {
        Issue.record("no fault")
        continue
      }
      #expect(bytes == "<DONOR><GRID>9</GRID>\n".utf8.count)
    }
  }

  @Test("A stray `<` anywhere breaks at most the record in which it stands")
  func strayBracket() {
    let records = (1...4).map { "<DONOR ABO='A'><GRID>\($0)</GRID><IDM><CMV>N</CMV></IDM></DONOR>" }
    for index in records.indices {
      for offset in 0...records[index].utf8.count {
        for (token, cut) in [("<", 0), ("</X>", 0), ("&", 0), ("", 1)] {
          guard let changed = Self.change(records[index], offset, token, cut) else { continue }
          var parts = records
          parts[index] = changed
          let outcome = XMLOutcome(
            wmda: Inventory.document(parts.joined(separator: "\n")), policy: .passOver, chunk: 1 + offset * 7)
          let others = records.indices.filter { $0 != index }.map { "\($0 + 1)" }
          // Before or behind a record, be it one that begins with the token, nothing of it is broken.
          let isAtEdge = changed == token + records[index] || changed == records[index] + token
          let good = outcome.goodIDs.filter { !isAtEdge || $0 != "\(index + 1)" }
          #expect(good == others, "\(changed)")
          #expect(outcome.error == nil)
          let lines = outcome.rows.filter { $0.fault == nil }.map { ($0.cells["id"] ?? "", $0.line) }
          #expect(lines.allSatisfy { "\($0.1 - 3)" == $0.0 }, "\(changed)")
        }
      }
    }
  }

  /// A record with a token put in at an offset, or a byte of its markup cut out.
  private static func change(_ record: String, _ offset: Int, _ token: String, _ cut: Int) -> String? {
    let bytes = Array(record.utf8)
    if cut == 0 { return String(decoding: bytes[..<offset] + token.utf8 + bytes[offset...], as: UTF8.self) }
    guard offset < bytes.count, "<>'".utf8.contains(bytes[offset]) else { return nil }
    return String(decoding: bytes[..<offset] + bytes[(offset + 1)...], as: UTF8.self)
  }

  @Test("A file cut off at any byte gives no wrong record", arguments: [XMLBreachPolicy.stop, .passOver])
  func truncation(policy: XMLBreachPolicy) {
    let text = Inventory.document(
      Self.one + "<CBU SEX='M'><ID>c&amp;<![CDATA[d]]></ID><!-- x --></CBU>\n" + Inventory.donor("é"))
    let bytes = Array(text.utf8)
    let whole = XMLOutcome(wmda: bytes)
    #expect(whole.rows.count == 3)
    for length in 0..<bytes.count {
      for chunk in [5, 1 << 18] {
        let outcome = XMLOutcome(wmda: Array(bytes[..<length]), policy: policy, chunk: chunk)
        let good = outcome.rows.filter { $0.fault == nil }
        #expect(good == Array(whole.rows.prefix(good.count)))
        let isWhole = length == bytes.count - 1
        #expect((outcome.error == nil && outcome.rows.count == good.count) == isWhole, "\(length) bytes")
      }
    }
    let utf16 = Encoded.utf16(text, .utf16LittleEndian)
    for length in 0..<utf16.count {
      let good = XMLOutcome(wmda: Array(utf16[..<length]), policy: policy, chunk: 64).rows.filter { $0.fault == nil }
      #expect(good == Array(whole.rows.prefix(good.count)))
    }
  }

  @Test("Any bytes at all end in records, faults or an error, never otherwise")
  func anyBytes() {
    let pieces = [
      "<DONOR>", "</DONOR>", "<GRID>", "</GRID>", "1", "<INVENTORY>", "</INVENTORY>", "<!--", "-->", "<![CDATA[", "]]>",
      "&amp;", "&", "<", ">", "/", "'", "\"", "=", " ", "\n", "\r", "\0", "é", "<?x", "?>", "<CBU", "ID='2'",
      "<!DOCTYPE x [",
    ]
    for seed in 1...2_000 as ClosedRange<UInt64> {
      var generator = SeededGenerator(seed: seed)
      let count = Int.random(in: 0...60, using: &generator)
      let content = (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let text = Bool.random(using: &generator) ? "<INVENTORIES><INVENTORY>" + content : Inventory.document(content)
      let chunk = Int.random(in: 1...30, using: &generator)
      let stopped = XMLOutcome(wmda: text, chunk: chunk)
      let passed = XMLOutcome(wmda: text, policy: .passOver, chunk: chunk)
      // What comes before the first breach does not depend on what is done about it.
      #expect(Array(passed.rows.prefix(stopped.rows.count)) == stopped.rows, "seed \(seed)")
      #expect((stopped.error == nil) == (passed == stopped && passed.error == nil), "seed \(seed)")
    }
  }

  @Test("Many breaches in a long file take time in proportion")
  func manyBreaches() {
    let content = (1...3_000).map { Inventory.donor("\($0)") + "<DONOR>&</DONOR>\n" }.joined()
    let outcome = XMLOutcome(wmda: Inventory.document(content), policy: .passOver)
    #expect(outcome.goodIDs.count == 3_000)
    #expect(outcome.rows.count == 6_000)
    #expect(outcome.rows.last?.line == 6_003)
  }
}
