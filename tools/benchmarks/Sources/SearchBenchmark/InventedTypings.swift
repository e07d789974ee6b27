import MatchEngine

/// A notation, and its share of a mixture in percent.
struct NotationShare {
  let name: String
  let percent: Int
}

/// Cells of one notation, each with the locus of its column.
struct InventedCells {
  var cells: [(locus: Locus, text: String)] = []
  var distinct = 0
}

/// Typings of the ten loci in every notation, drawn from a release and a table of codes.
///
/// A notation that has fewer names than are asked for repeats them; nothing in the resolver remembers a cell.
struct InventedTypings {
  static let shares = [
    NotationShare(name: "names of 2 to 4 fields", percent: 30), NotationShare(name: "G groups", percent: 12),
    NotationShare(name: "P groups", percent: 8), NotationShare(name: "multiple allele codes", percent: 20),
    NotationShare(name: "XX codes", percent: 5), NotationShare(name: "serology", percent: 10),
    NotationShare(name: "allele lists", percent: 15),
  ]

  private let resolver: TypingResolver
  private let letters: [String]
  private var numbers: SeededNumbers

  /// - Parameter letters: Codes of the resolver's table.
  init(resolver: TypingResolver, letters: [String], seed: UInt64) {
    (self.resolver, self.letters) = (resolver, letters)
    numbers = SeededNumbers(seed: seed)
  }

  /// Cells of a notation that all can be resolved; the spelling (with locus, with `HLA-`, bare) varies.
  mutating func cells(_ notation: Int, count: Int) -> InventedCells {
    var found = InventedCells()
    var known = Set<String>()
    var failures = 0
    while found.cells.count < count {
      let locus = Locus.ten[Int.random(in: 0..<5, using: &numbers)]
      guard let text = text(notation, locus) else { continue }
      let isNew = known.insert("\(locus) \(text)").inserted
      // A notation that has no more names begins to repeat them.
      if !isNew, failures < 20 * count {
        failures += 1
        continue
      }
      guard (try? resolver.cell(text, locus: locus)) != nil else { continue }
      found.distinct += isNew ? 1 : 0
      found.cells.append((locus, text))
    }
    return found
  }

  private mutating func text(_ notation: Int, _ locus: Locus) -> String? {
    let reference = resolver.reference
    let name = allele(of: locus)
    let fields = name.fields
    switch notation {
    case 0: return spelled(shortened(name), locus)
    case 1:
      guard let group = reference.gGroupName(of: code(of: locus)) else { return nil }
      return spelled(group.fields.text(locus: locus) + "G", locus)
    case 2:
      guard case .known(let identity) = reference.identity(of: code(of: locus)) else { return nil }
      let name = reference.name(of: identity, locus: locus)
      return name.hasSuffix("P") ? spelled(String(name.drop { $0 != "*" }.dropFirst()), locus) : nil
    case 3:
      let code = letters[Int.random(in: 0..<letters.count, using: &numbers)]
      return spelled(fields.prefix(1).text(locus: locus) + ":" + code, locus)
    case 4: return spelled(fields.prefix(1).text(locus: locus) + ":XX", locus)
    case 5:
      let antigens = reference.serology(of: code(of: locus)).all
      guard let number = antigens.randomElement(using: &numbers) else { return nil }
      return Antigen(locus: locus, number: number).description
    default:
      let members = Int.random(in: 2...8, using: &numbers)
      let names = (0..<members).map { _ in shortened(allele(of: locus)) }
      return spelled(names.joined(separator: "/"), locus)
    }
  }

  private mutating func code(of locus: Locus) -> AlleleCode {
    AlleleCode(UInt32.random(in: resolver.reference.alleles(of: locus), using: &numbers))
  }

  private mutating func allele(of locus: Locus) -> AlleleName { resolver.reference.name(of: code(of: locus)) }

  /// The name after its asterisk, in two fields to as many as it has.
  private mutating func shortened(_ name: AlleleName) -> String {
    let count = Int.random(in: 2...max(2, name.fields.count), using: &numbers)
    let suffix = count == name.fields.count ? name.suffix.letter : ""
    return name.fields.prefix(min(count, name.fields.count)).text(locus: name.locus) + suffix
  }

  private mutating func spelled(_ body: String, _ locus: Locus) -> String {
    switch Int.random(in: 0..<4, using: &numbers) {
    case 0: "\(locus.name)*\(body)"
    case 1: "HLA-\(locus.name)*\(body)"
    default: body
    }
  }
}
