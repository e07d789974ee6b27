/// Where a written name leads, by DOMAIN 2.2 and 2.3 step by step.
enum PlainMeaning: Equatable, CustomStringConvertible {
  /// Living alleles, in the order of the allele list; `lifted` where the name was not current.
  case alleles([String], lifted: Bool)
  /// The code of the refusal.
  case refused(String)

  var description: String {
    switch self {
    case .alleles(let names, let lifted): "\(names.prefix(3)), \(names.count) in all\(lifted ? ", lifted" : "")"
    case .refused(let code): code
    }
  }
}

extension PlainRelease {
  /// Where a name leads that is written with its locus, as `A*02:01`, `A*2412` or `Cw*0734`.
  func meaning(_ written: String) -> PlainMeaning {
    meaning(written, steps: 0)
  }

  private func meaning(_ written: String, steps: Int) -> PlainMeaning {
    let current = written.hasPrefix("Cw*") ? "C*" + written.dropFirst(3) : written
    let isFormer = !written.contains(":")
    if !isFormer, let names = members[current] { return .alleles(names, lifted: steps > 0) }
    if steps > 10 { return .refused("circular_names") }
    let spellings = spellings(current)
    if let successor = spellings.lazy.compactMap({ successors[$0] }).first {
      return successor.isEmpty ? .refused("deleted_without_successor") : meaning(successor, steps: steps + 1)
    }
    if isFormer, let target = spellings.lazy.compactMap({ formerNames[$0] }).first {
      return target == "None" ? .refused("deleted_without_successor") : meaning(target, steps: steps + 1)
    }
    if let accession = spellings.lazy.compactMap({ deletedAccessions[$0] }).first {
      return meaning(accession: accession, steps)
    }
    if let found = withoutSuffix(current, steps) { return found }
    return isFormer ? formerPrefix(current, steps) : .refused("unknown_allele")
  }

  /// The official files keep pre-2010 names of HLA-C under Cw.
  private func spellings(_ name: String) -> [String] {
    name.hasPrefix("C*") ? [name, "Cw*" + name.dropFirst(2)] : [name]
  }

  private func meaning(accession: String, _ steps: Int) -> PlainMeaning {
    guard let name = livingByAccession[accession] else { return .refused("deleted_without_successor") }
    return meaning(name, steps: steps + 1)
  }

  /// A deleted name written without its suffix.
  private func withoutSuffix(_ name: String, _ steps: Int) -> PlainMeaning? {
    var found: [PlainMeaning] = []
    for letter in "NLSCAQ" {
      for spelling in spellings("\(name)\(letter)") {
        let next: PlainMeaning
        if let successor = successors[spelling] {
          next = successor.isEmpty ? .refused("deleted_without_successor") : meaning(successor, steps: steps + 1)
        } else if let accession = deletedAccessions[spelling] {
          next = meaning(accession: accession, steps)
        } else {
          continue
        }
        if !found.contains(next) { found.append(next) }
      }
    }
    return found.count > 1 ? .refused("ambiguous_suffix") : found.first
  }

  /// The common prefix of the rows of Nomenclature_2009.txt that begin with the name at a two-digit boundary; with none,
  /// the digits two by two, if that exists.
  private func formerPrefix(_ name: String, _ steps: Int) -> PlainMeaning {
    let digits = Self.afterStar(name)
    guard digits.count % 2 == 0, digits.allSatisfy(\.isNumber) else { return .refused("unknown_allele") }
    var common: [Substring]?
    for spelling in spellings(name) {
      for (old, target) in formerNames where old.hasPrefix(spelling) && target != "None" {
        let rest = old.dropFirst(spelling.count).prefix { $0.isNumber }
        guard !rest.isEmpty, rest.count % 2 == 0 else { continue }
        let fields = Self.fieldsWithoutSuffix(target.contains(":") ? target : formerNames[target] ?? target)
        common = common.map { zip($0, fields).prefix { $0 == $1 }.map(\.0) } ?? fields
      }
    }
    if let shared = common?.prefix(digits.count / 2), shared.count >= 2 {
      return meaning(shared.joined(separator: ":"), steps: steps + 1)
    }
    let pairs = stride(from: 0, to: digits.count, by: 2).map { String(digits.dropFirst($0).prefix(2)) }
    return meaning(Self.gene(name) + "*" + pairs.joined(separator: ":"), steps: steps + 1)
  }

  /// `A*01`, `01`, `02` of `A*01:01:02N`.
  private static func fieldsWithoutSuffix(_ name: String) -> [Substring] {
    (name.last?.isLetter ?? false ? name.dropLast() : name[...]).split(separator: ":")
  }
}
