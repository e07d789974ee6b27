import Testing

@testable import RegistryFormats

@Suite("Breaches of an XML file's form") struct XMLFormTests {
  private static let start = "<INVENTORIES><INVENTORY>\n"
  private static let end = "</INVENTORY></INVENTORIES>"

  static let breaches: [(text: String, line: Int, column: Int)] = [
    (start + "<DONOR><SEX>M</DONOR>" + end, 2, 22), (start + "<DONOR>&x;</DONOR>" + end, 2, 11),
    (start + "<DONOR GRID='1' GRID='2'/>" + end, 2, 25), (start + "<DONOR a='<'/>" + end, 2, 11),
    (start + "<DONOR>a & b</DONOR>" + end, 2, 11), (start + "<DONOR>\0</DONOR>" + end, 2, 8),
    (start + "<DONOR>\u{1}</DONOR>" + end, 2, 8), ("<INVENTORIES/><x/>", 1, 15), ("<INVENTORIES/>\nx", 2, 1),
    ("<INVENTORIES a='\0'/>", 1, 17), ("plain text", 1, 1),
  ]

  @Test("A breach stops the reading with line, column and reason", arguments: breaches)
  func breach(text: String, line: Int, column: Int) {
    for chunk in [1, 2, 5, 1 << 18] {
      let outcome = XMLOutcome(wmda: text, chunk: chunk)
      guard case .notWellFormed(let foundLine, let foundColumn, let reason)? = outcome.error else {
        Issue.record("\(text.debugDescription) gave \(outcome)")
        continue
      }
      #expect(foundLine == line)
      #expect(foundColumn == column)
      #expect(!reason.isEmpty && !reason.contains("\n"))
      #expect(outcome.rows.isEmpty)
    }
  }

  @Test("A document type declaration is refused: no entity is ever declared")
  func documentType() {
    let bomb = (1...9).map { "<!ENTITY l\($0) '\(String(repeating: "&l\($0 - 1);", count: 10))'>" }.joined()
    let laughs = "<!DOCTYPE INVENTORIES [<!ENTITY l0 'lol'>\(bomb)]>"
    let external = "<!DOCTYPE INVENTORIES [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    let network = "<!DOCTYPE INVENTORIES SYSTEM 'http://192.0.2.1/x.dtd'>"
    for declaration in [laughs, external, network, "<!DOCTYPE INVENTORIES>"] {
      for (policy, chunk) in [(XMLBreachPolicy.stop, 1), (.passOver, 1 << 18)] {
        let text = "<?xml version='1.0'?>\n\(declaration)\(Self.start)<DONOR><GRID>&l9;&x;</GRID></DONOR>\(Self.end)"
        let outcome = XMLOutcome(wmda: text, policy: policy, chunk: chunk)
        #expect(outcome == XMLOutcome(error: .documentType(line: 2, column: 1)))
      }
    }
  }

  @Test("A document of another kind is refused", arguments: [XMLBreachPolicy.stop, .passOver])
  func wrongRoot(policy: XMLBreachPolicy) {
    let expected = XMLFileError.rootElement(found: "hml", expected: "INVENTORIES", line: 2, column: 3)
    #expect(XMLOutcome(wmda: "<!-- x -->\n  <hml><sample/></hml>", policy: policy).error == expected)
    let other = XMLFileError.rootElement(found: "INVENTORIES", expected: "hml", line: 1, column: 1)
    #expect(XMLOutcome(hml: "<INVENTORIES/>", policy: policy).error == other)
  }

  @Test("A document that ends before its first element does ends early", arguments: [XMLBreachPolicy.stop, .passOver])
  func endsEarly(policy: XMLBreachPolicy) {
    for text in ["", " ", "<", "x", "\n\n", "<?xml version='1.0'?>", "<!-- "] {
      guard case .endsEarly? = XMLOutcome(wmda: text, policy: policy).error else {
        Issue.record("\(text.debugDescription) did not end early")
        continue
      }
    }
  }

  @Test("A document that ends early is good up to there, and its end is told")
  func goodUpToTheEnd() {
    let text = Self.start + Inventory.donor("1")
    for (tail, column) in [("", 1), (" ", 2), ("<DONOR>", 8), ("<DONOR a='b", 12), ("x", 2), ("<!-- é", 7)] {
      let outcome = XMLOutcome(wmda: text + tail)
      #expect(outcome.goodIDs == ["1"])
      #expect(outcome.error == .endsEarly(line: 3, column: column))
    }
  }

  @Test("An ampersand alone is told at once, however far the next semicolon is")
  func ampersand() {
    let text = Self.start + "<DONOR><X>Smith & Sons</X></DONOR>\n"
    let more = (1...20_000).map { Inventory.donor("\($0)") }.joined()
    for end in ["", "<X>;</X>"] {
      let outcome = XMLOutcome(wmda: text + more + end + Self.end)
      #expect(outcome.error?.place?.line == 2)
      #expect(outcome.rows.isEmpty)
      let recovered = XMLOutcome(wmda: text + more + end + Self.end, policy: .passOver)
      #expect(recovered.goodIDs.count == 20_000)
      #expect(recovered.rows.count == 20_001)
    }
  }

  @Test("Elements nested without end are refused, and the records before are good")
  func deepNesting() {
    let nested = String(repeating: "<x>", count: 100_000)
    let text = Self.start + Inventory.donor("1") + "<DONOR>" + nested
    let outcome = XMLOutcome(wmda: text)
    #expect(outcome.goodIDs == ["1"])
    let reason = "more than 256 elements lie within each other"
    #expect(outcome.error == .notWellFormed(line: 3, column: 8 + 3 * 254 - 3, reason: reason))
    let recovered = XMLOutcome(wmda: text + Inventory.donor("2") + Self.end, policy: .passOver)
    #expect(recovered.goodIDs == ["1", "2"])
    let allowed = String(repeating: "<x>", count: 253) + String(repeating: "</x>", count: 253)
    #expect(XMLOutcome(wmda: Self.start + "<DONOR>" + allowed + "</DONOR>" + Self.end).error == nil)
  }

  @Test("Records within records, or outside of an inventory, are breaches")
  func misplacedRecords() {
    let nested = XMLOutcome(wmda: Self.start + "<DONOR><GRID>1</GRID>\n<X><CBU/></X></DONOR>" + Self.end)
    let within = "a record begins before the end of another"
    #expect(nested == XMLOutcome(error: .notWellFormed(line: 3, column: 4, reason: within)))
    let outside = XMLOutcome(wmda: "<INVENTORIES><DONOR/></INVENTORIES>")
    let reason = "a record lies outside of INVENTORY"
    #expect(outside == XMLOutcome(error: .notWellFormed(line: 1, column: 14, reason: reason)))
    let foreign = "<DONOR xmlns='urn:a'><GRID>1</GRID><DONOR xmlns='urn:b'/></DONOR>"
    #expect(XMLOutcome(wmda: Self.start + foreign + Self.end).goodIDs == ["1"])
  }

  @Test("A tag, comment or instruction of many megabytes is refused without being held")
  func enormousMarkup() {
    let filler = String(repeating: "x ", count: 6 << 20)
    for text in ["<!--\(filler)-->", "<X a='\(filler)'/>", "<?x \(filler)?>", "<X><![CDATA[\(filler)]]></X>"] {
      let outcome = XMLOutcome(wmda: Self.start + Inventory.donor("1") + text + Inventory.donor("2") + Self.end)
      #expect(outcome.goodIDs == ["1"])
      #expect(outcome.error?.place?.line == 3)
    }
    let long = Self.start + "<X>\(filler)</X>" + Inventory.donor("2") + Self.end
    #expect(XMLOutcome(wmda: long).goodIDs == ["2"])
  }

  @Test("What the closure throws ends the reading and comes out")
  func closureThrows() {
    struct Enough: Error {}
    let text = Self.start + (1...5).map { Inventory.donor("\($0)") }.joined() + "&broken"
    let reader = WMDAReader(source: ArrayByteSource(Array(text.utf8)))
    var count = 0
    #expect(throws: Enough.self) {
      try reader.forEachRecord { _ in
        count += 1
        if count == 3 { throw Enough() }
      }
    }
    #expect(count == 3)
  }

  @Test("A failure of the source comes out as such, after the records before")
  func sourceFails() {
    struct Failing: ByteChunkSource {
      var rest: ArrayByteSource
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
        let count = try rest.read(into: buffer)
        if count == 0 { throw .readFailed(path: "x", code: 5, offset: 8) }
        return count
      }
    }
    let text = Self.start + Inventory.donor("1")
    let reader = WMDAReader(source: Failing(rest: ArrayByteSource(Array(text.utf8))))
    var count = 0
    let error = #expect(throws: XMLFileError.self) { try reader.forEachRecord { _ in count += 1 } }
    #expect(error == .source(.readFailed(path: "x", code: 5, offset: 8)))
    #expect(count == 1)
  }
}
