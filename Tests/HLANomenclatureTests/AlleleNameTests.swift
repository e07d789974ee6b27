import HLANomenclature
import Testing

/// A name, its parts, and how it is printed.
struct NameCase: CustomTestStringConvertible, Sendable {
  let text: String
  let locus: String
  let fields: [UInt16]
  var suffix = ExpressionSuffix.none
  /// Where it is not the text itself.
  var printed: String?

  var testDescription: String { text }

  // Source: FORMATS 1.7 (widths, suffixes, MICA) and 1.3 (the prefix HLA- is there or not).
  static let all: [NameCase] = [
    NameCase(text: "A*01:01:01:01", locus: "A", fields: [1, 1, 1, 1]),
    NameCase(text: "A*01:01:01:02N", locus: "A", fields: [1, 1, 1, 2], suffix: .null),
    NameCase(text: "A*02:1187N", locus: "A", fields: [2, 1187], suffix: .null),
    NameCase(text: "B*15:01:01:100", locus: "B", fields: [15, 1, 1, 100]),
    NameCase(text: "DPB1*1019:01", locus: "DPB1", fields: [1019, 1]),
    NameCase(text: "DRB1*15:01", locus: "DRB1", fields: [15, 1]),
    NameCase(text: "A*02", locus: "A", fields: [2]),
    NameCase(text: "A*02N", locus: "A", fields: [2], suffix: .null),
    NameCase(text: "A*24:02:01:02L", locus: "A", fields: [24, 2, 1, 2], suffix: .low),
    NameCase(text: "B*44:02:01:02S", locus: "B", fields: [44, 2, 1, 2], suffix: .secreted),
    NameCase(text: "A*01:147Q", locus: "A", fields: [1, 147], suffix: .questionable),
    NameCase(text: "B*07:02C", locus: "B", fields: [7, 2], suffix: .cytoplasm),
    NameCase(text: "B*07:02A", locus: "B", fields: [7, 2], suffix: .aberrant),
    NameCase(text: "MICA*001:01", locus: "MICA", fields: [1, 1]),
    NameCase(text: "MICA*008:01:01", locus: "MICA", fields: [8, 1, 1]),
    NameCase(text: "MICB*005:02", locus: "MICB", fields: [5, 2]),
    NameCase(text: "MICA*063N", locus: "MICA", fields: [63], suffix: .null),
    NameCase(text: "HLA-DQB1*02:01", locus: "DQB1", fields: [2, 1], printed: "DQB1*02:01"),
    NameCase(text: "Cw*07:02", locus: "C", fields: [7, 2], printed: "C*07:02"),
  ]
}

@Suite("Allele names")
struct AlleleNameTests {
  @Test(
    "A name is read into locus, fields and suffix, and printed as the nomenclature writes it", arguments: NameCase.all)
  func parsing(of example: NameCase) throws {
    let name = try #require(AlleleName(example.text))
    #expect(name.locus.name == example.locus)
    #expect(name.fields.values == example.fields)
    #expect(name.suffix == example.suffix)
    #expect(name.description == example.printed ?? example.text)
  }

  // Source: FORMATS 1.5 (names official releases got wrong) and 1.7 (two to four digits a field).
  @Test(
    "What does not follow the grammar is refused",
    arguments: [
      "", "A", "A*", "*01:01", "A*1", "A*1:01", "A*01:1", "A*001:01", "A*01:001", "A*00:01", "A*01:00", "A*12345",
      "A*01:12345", "A*01:", "A*01:01:", "A*01::01", "A*:01", "A*01:01:01:01:01", "A*01:01NN", "A*01:01X", "A*01:01n",
      "A*01:01G", "A*01:01P", "A*01:01 ", " A*01:01", "A*01 :01", "a*01:01", "hla-A*01:01", "A01:01", "A*01-01",
      "A*01:01/01:02", "MICA*01", "MICA*01:01", "MICA*0001:01", "X*01:01", "HLA-HLA-A*01:01", "A**01:01", "A*N",
      "A*\u{0661}\u{0661}:01", "A\u{2217}01:01", "A*01:01\u{00A0}",
    ])
  func refused(text: String) { #expect(AlleleName(text) == nil) }

  @Test("What stands after the asterisk is read the same way from text and from bytes", arguments: NameCase.all)
  func afterStar(of example: NameCase) throws {
    let locus = try #require(Locus(name: example.locus))
    let star = try #require(example.text.firstIndex(of: "*"))
    let rest = String(example.text[example.text.index(after: star)...])
    #expect(AlleleName(locus: locus, afterStar: rest) == AlleleName(example.text))
    let bytes = Array(rest.utf8)
    let fromBytes = AlleleName(locus: locus, afterStar: bytes.span)
    #expect(fromBytes == AlleleName(example.text))
  }

  @Test("Names are ordered by locus, fields and suffix")
  func order() throws {
    let texts = [
      "A*01:01:01:01", "A*01:01:01:02N", "A*01:01:02", "A*01:01:10", "A*01:02", "A*02", "A*02:01", "A*02:1187N", "A*10",
      "B*07:02", "B*07:02N", "C*01:02", "DRB1*01:01", "DQB1*02:01",
    ]
    let names = try texts.map { try #require(AlleleName($0)) }
    #expect(names.reversed().sorted().map(\.description) == texts)
  }

  // Source: DOMAIN 2.8.
  @Test("L, S, C, A and Q count as altered expression; N and no suffix do not", arguments: ExpressionSuffix.allCases)
  func alteredExpression(suffix: ExpressionSuffix) {
    #expect(suffix.isAltered == ["L", "S", "C", "A", "Q"].contains(suffix.letter))
    #expect(suffix.letter == (suffix == .none ? "" : String(UnicodeScalar(suffix.rawValue))))
  }

  @Test(
    "Every name of release 3.58.0 is read and printed back as it was",
    .enabled(if: OfficialNames.isPresent, "needs the official files in ../shared"))
  func officialNames() throws {
    let names = try OfficialNames.all()
    #expect(names.count == 41_433)
    let broken = names.filter { AlleleName($0)?.description != $0 }
    #expect(broken == [])
    #expect(Set(names.compactMap { AlleleName($0) }).count == names.count)
  }

  // Source: FORMATS 1.7, the counts of suffixes in 3.58.0.
  @Test(
    "Release 3.58.0 has 1 779 N, 360 Q, 6 L and 2 S, and no C or A",
    .enabled(if: OfficialNames.isPresent, "needs the official files in ../shared"))
  func officialSuffixes() throws {
    var counts: [ExpressionSuffix: Int] = [:]
    for name in try OfficialNames.all().compactMap({ AlleleName($0) }) where name.suffix != .none {
      counts[name.suffix, default: 0] += 1
    }
    #expect(counts == [.null: 1_779, .questionable: 360, .low: 6, .secreted: 2])
  }
}
