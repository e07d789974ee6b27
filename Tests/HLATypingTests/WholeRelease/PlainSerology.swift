/// The antigens of a release's text files and what they stand for (DOMAIN 2.4).
struct PlainSerology: Sendable {
  /// Letters of the antigens and the gene whose alleles carry them.
  static let genes = ["A": "A", "B": "B", "Cw": "C", "DR": "DRB1", "DQ": "DQB1"]

  /// Living name to its antigens in any of the four columns; `0` and `?` are none.
  let antigens: [String: Set<String>]
  /// `A9` to its splits and associated antigens.
  let children: [String: [String]]
  /// `A23` to its broad antigens.
  let parents: [String: [String]]

  init(folder: String) throws {
    var antigens: [String: Set<String>] = [:]
    for row in try PlainRelease.rows(folder + "/wmda/rel_dna_ser.txt") {
      let letters = Self.genes.first { $0.value + "*" == row[0] }?.key
      guard let letters else { continue }
      let numbers = row[2..<6].flatMap { $0.split(separator: "/") }.filter { $0 != "0" && $0 != "?" }
      antigens[row[0] + row[1]] = Set(numbers.map { letters + $0 })
    }
    self.antigens = antigens
    var children: [String: [String]] = [:]
    var parents: [String: [String]] = [:]
    for row in try PlainRelease.rows(folder + "/wmda/rel_ser_ser.txt") where Self.genes[row[0]] != nil {
      for number in row[2...3].flatMap({ $0.split(separator: "/") }) {
        children[row[0] + row[1], default: []].append(row[0] + number)
        parents[row[0] + number, default: []].append(row[0] + row[1])
      }
    }
    (self.children, self.parents) = (children, parents)
  }

  /// Every antigen that either file names.
  var all: Set<String> { antigens.values.reduce(into: Set(children.keys).union(parents.keys)) { $0.formUnion($1) } }

  /// The antigen, its descendants and its ancestors; a sibling is neither.
  func relatives(of antigen: String) -> Set<String> {
    func reached(_ start: String, _ steps: [String: [String]]) -> Set<String> {
      (steps[start] ?? []).reduce(into: [start]) { $0.formUnion(reached($1, steps)) }
    }
    return reached(antigen, children).union(reached(antigen, parents))
  }

  /// The living names that the antigen stands for.
  func carriers(of antigen: String, among living: [String]) -> [String] {
    let wanted = relatives(of: antigen)
    let gene = Self.genes[antigen.prefix { $0.isLetter }.description]!
    return living.filter { PlainRelease.gene($0) == gene && !(antigens[$0] ?? []).isDisjoint(with: wanted) }
  }
}
