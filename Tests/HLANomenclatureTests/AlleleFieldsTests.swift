import HLANomenclature
import TestFixtures
import Testing

@Suite("Packed fields")
struct AlleleFieldsTests {
  @Test(
    "Fields come back as they were packed",
    arguments: [[1], [2, 1], [15, 1, 1], [1, 1, 1, 100], [9999, 9999, 1, 9999]])
  func roundTrip(values: [UInt16]) {
    let fields = AlleleFields(values)
    #expect(fields.values == values)
    #expect(fields.count == values.count)
    #expect(AlleleFields(packed: fields.packed) == fields)
  }

  @Test("The first fields of a name are its prefix, which may be the whole")
  func prefixes() {
    let fields = AlleleFields([2, 17, 3, 400])
    #expect((1...4).map { fields.prefix($0).values } == [[2], [2, 17], [2, 17, 3], [2, 17, 3, 400]])
    #expect(AlleleFields([2, 17]).prefix(3) == AlleleFields([2, 17]))
  }

  @Test("Text pads each field to two digits, and the first field of MICA and MICB to three")
  func text() throws {
    #expect(AlleleFields([2, 1, 10, 100]).text(locus: .a) == "02:01:10:100")
    #expect(AlleleFields([104, 1]).text(locus: .dpb1) == "104:01")
    #expect(AlleleFields([8, 1, 1]).text(locus: try #require(Locus(name: "MICA"))) == "008:01:01")
    #expect(AlleleFields([107, 1]).text(locus: try #require(Locus(name: "MICB"))) == "107:01")
  }

  @Test("Integer order is the order of the fields, and a prefix range holds just the names that begin so")
  func orderAndRanges() {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    func fields() -> [UInt16] {
      (0..<Int.random(in: 1...4, using: &random)).map { _ in
        [1, 2, 3, 99, 100, 255, 256, 9999, UInt16.max].randomElement(using: &random)!
      }
    }
    for _ in 0..<5_000 {
      let (left, right) = (fields(), fields())
      let (first, second) = (AlleleFields(left), AlleleFields(right))
      #expect((first < second) == left.lexicographicallyPrecedes(right), "seed \(seed): \(left) and \(right)")
      let isInRange = (first.packed...first.lastPacked).contains(second.packed)
      #expect(isInRange == right.starts(with: left), "seed \(seed): \(left) as prefix of \(right)")
      let count = Int.random(in: 1...4, using: &random)
      #expect(first.prefix(count).values == Array(left.prefix(count)), "seed \(seed): \(left), \(count)")
    }
  }

  @Test("Reading stops where the fields end and tells where")
  func scanning() {
    let bytes = Array("xx02:01:01G".utf8)
    let ends = [0, 2, 5, bytes.count].map { AlleleFields.scan(bytes.span, from: $0, locus: .a)?.end }
    #expect(ends == [nil, 10, 10, nil])
    let fields = [2, 5].map { AlleleFields.scan(bytes.span, from: $0, locus: .a)?.fields.values }
    #expect(fields == [[2, 1, 1], [1, 1]])
  }

  @Test("Names made at random are read back", arguments: ["A", "DPB1", "MICA"])
  func randomNames(locusName: String) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    let locus = try #require(Locus(name: locusName))
    for _ in 0..<2_000 {
      let values = (0..<Int.random(in: 1...4, using: &random)).map { _ in UInt16.random(in: 1...9999, using: &random) }
      let suffix = ExpressionSuffix.allCases.randomElement(using: &random)!
      let name = AlleleName(locus: locus, fields: AlleleFields(values), suffix: suffix)
      #expect(AlleleName(name.description) == name, "seed \(seed): \(name)")
      #expect(AlleleName("HLA-\(name)") == name, "seed \(seed): \(name)")
    }
  }
}
