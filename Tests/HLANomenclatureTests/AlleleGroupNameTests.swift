import HLANomenclature
import Testing

@Suite("Group names")
struct AlleleGroupNameTests {
  private func group(_ text: String) -> AlleleGroupName? {
    guard let star = text.firstIndex(of: "*"), let locus = Locus(name: text[..<star]) else { return nil }
    let bytes = Array(text[text.index(after: star)...].utf8)
    return AlleleGroupName(locus: locus, afterStar: bytes.span)
  }

  // Source: FORMATS 1.7.
  @Test(
    "A G name has three fields and a P name two",
    arguments: [
      ("A*01:01:01G", AlleleGroupKind.g, [1, 1, 1] as [UInt16]), ("A*02:10:01G", .g, [2, 10, 1]),
      ("DPB1*104:01:01G", .g, [104, 1, 1]), ("A*01:01P", .p, [1, 1]), ("DRB3*02:100P", .p, [2, 100]),
      ("B*15:228P", .p, [15, 228]),
    ])
  func published(text: String, kind: AlleleGroupKind, fields: [UInt16]) throws {
    let name = try #require(group(text))
    #expect(name.kind == kind)
    #expect(name.fields.values == fields)
    #expect(name.fields.count == kind.fieldCount)
    #expect(name.description == text)
  }

  // Source: FORMATS 1.5, the first four as official releases had them.
  @Test(
    "Faulty group names are refused",
    arguments: [
      "C*02:10:01GG", "A*07:726N:01G", "DQA1*01::01G", "DQA1*01:07QP", "A*01:01G", "A*01:01:01P", "A*01G", "A*01P",
      "A*01:01:01:01G", "A*01:01", "A*01:01:01", "A*01:01N", "A*01:01:01g", "A*01:01g", "A*01:01:01G ", "A*G", "A*",
      "A*None", "A*1:01P",
    ])
  func refused(text: String) { #expect(group(text) == nil) }

  @Test("G and P groups of the same fields are different names")
  func distinct() throws {
    let fields = AlleleFields([1, 1])
    let group = AlleleGroupName(locus: .a, fields: fields, kind: .p)
    #expect(group != AlleleGroupName(locus: .b, fields: fields, kind: .p))
    #expect(group.description == "A*01:01P")
  }
}
