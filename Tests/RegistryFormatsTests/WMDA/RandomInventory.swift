import TestFixtures

@testable import RegistryFormats

/// Writes well-formed inventories in the most various ways.
struct RandomInventory {
  private var generator: SeededGenerator
  private var text = "<?xml version='1.0' encoding='UTF-8'?>"

  /// A document of one to three inventories.
  static func document(seed: UInt64) -> String {
    var writer = RandomInventory(generator: SeededGenerator(seed: seed))
    writer.fill()
    let end = ["\n", "\r\n", "\r"].randomElement(using: &writer.generator) ?? "\n"
    return writer.text.replacing("\n", with: end)
  }

  private mutating func fill() {
    space()
    text += "<INVENTORIES CREATION_TIME='x'>"
    for _ in 0..<number(1...3) {
      gap()
      text += "<INVENTORY POOL='1' CONTENT_TYPE='\(pick(["D", "C"]))'>"
      if chance(4) { text += "<UPDATE_MODE>DIFF</UPDATE_MODE>" }
      for _ in 0..<number(0...5) {
        gap()
        record()
      }
      gap()
      text += "</INVENTORY>"
    }
    text += "</INVENTORIES>"
    space()
  }

  private mutating func record() {
    let name = pick(["DONOR", "DONOR", "CBU"])
    var parts = ["GRID", "ID", "BIRTH_DATE", "SEX", "ABO", "RHESUS", "STATUS", "WEIGHT", "TNC", "CD34"]
      .filter { _ in chance(2) }
    let attributes = parts.filter { _ in chance(5) }
    parts.removeAll { attributes.contains($0) }
    if chance(12), let again = (parts + attributes).randomElement(using: &generator) { parts.append(again) }
    parts += ["HLA", "IDM", "KIR", "MAT", "OTHER"].filter { _ in chance(2) }
    parts.shuffle(using: &generator)
    element(name, attributes) { writer in
      for part in parts { writer.part(part) }
    }
  }

  private mutating func part(_ name: String) {
    gap()
    switch name {
    case "HLA": element("HLA") { $0.loci() }
    case "IDM": chance(3) ? element("IDM", ["CMV"]) { _ in } : element("IDM") { $0.leaf("CMV") }
    case "KIR":
      element("KIR") { writer in
        for gene in RegistryColumn.kirGeneNames where writer.chance(3) {
          writer.text += "<KIR\(gene)>\(writer.pick(["P", "A"]))</KIR\(gene)>"
        }
      }
    case "MAT":
      element("MAT") { writer in
        writer.leaf("GRID")
        writer.part("HLA")
        writer.part("IDM")
      }
    case "OTHER": element("OTHER", ["SEX"]) { $0.leaf("SEX") }
    default: leaf(name)
    }
  }

  private mutating func loci() {
    var names = RegistryColumn.locusNames.filter { _ in chance(3) }
    if chance(20), let again = names.randomElement(using: &generator) { names.append(again) }
    for name in names {
      gap()
      element(name) { writer in
        for method in ["SER", "DNA"].filter({ _ in writer.chance(2) }) + (writer.chance(30) ? ["DNA"] : []) {
          if writer.chance(4) {
            writer.element(method, ["FIELD1"]) { $0.leaf("FIELD2") }
          } else {
            writer.element(method) { writer in
              writer.leaf("FIELD1")
              if writer.chance(2) { writer.leaf("FIELD2") }
            }
          }
        }
      }
    }
  }

  private mutating func leaf(_ name: String) {
    element(name, chance(10) ? ["note"] : []) { writer in
      for _ in 0..<writer.number(0...3) { writer.text += writer.piece() }
    }
  }

  private mutating func element(_ name: String, _ attributes: [String] = [], _ content: (inout Self) -> Void) {
    text += "<\(name)"
    for attribute in attributes {
      text += pick([" ", "\n", "\t "])
      let quote = pick(["'", "\""])
      let value = (0..<number(0...3)).map { _ in attributePiece() }.joined()
      text += attribute + pick(["=", " = "]) + quote + value + quote
    }
    text += pick(["", "", " ", "\n"])
    let start = text.utf8.count
    text += ">"
    content(&self)
    if text.utf8.count == start + 1, chance(2) { text = String(text.dropLast()) + "/>" } else { text += "</\(name)>" }
  }

  private mutating func piece() -> String {
    pick([
      "02:01", "24", "a b", "é", "😀", "&amp;", "&lt;x", "&#x41;", "&#233;", "<![CDATA[<DONOR>&]]>", "<!-- <CBU> & -->",
      "<?p <DONOR>?>", " ", "\n", "\t", "]]", "<x>y</x>", "&gt;&quot;&apos;",
    ])
  }

  private mutating func attributePiece() -> String {
    pick(["02:01", "24", "a b", "ü", "&amp;", "&#10;x", "&lt;", ">", " ", "\n", "\t", "/"])
  }

  /// White space, comments and instructions between elements.
  private mutating func gap() {
    text += pick(["", "", "\n  ", "\n", " ", "<!-- <DONOR> -->", "<?x?>", "\n<!-- é -->\n", "stray text"])
  }

  private mutating func space() { text += pick(["", "\n", " \n", "\n<!-- x\n -->\n"]) }
  private mutating func chance(_ one: Int) -> Bool { number(1...one) == 1 }
  private mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
  private mutating func pick(_ texts: [String]) -> String { texts.randomElement(using: &generator) ?? "" }
}
