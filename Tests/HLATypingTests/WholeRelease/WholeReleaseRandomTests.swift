import HLANomenclature
import HLAReference
import TestFixtures
import Testing

@testable import HLATyping

/// Random cells of 3.58.0 in every notation.
private struct CellGenerator {
  let names: [String]
  let groups: [String]
  let codes: [String]
  let locus: Locus

  init(_ release: WholeRelease, _ locus: Locus, codes: [String]) {
    self.locus = locus
    self.codes = codes
    names = release.namesOfGene[locus.name] ?? []
    groups = release.groupsOfGene[locus.name] ?? []
  }

  /// A DNA cell: names, groups, lists, XX, codes, words, and now and then what is none of these.
  func cell(_ random: inout SeededGenerator) -> String {
    let name = random.pick(names)
    let firstField = name.prefix { $0 != ":" }
    switch random.below(12) {
    case 0...3: return name
    case 4: return groups.isEmpty ? name : random.pick(groups)
    case 5: return "HLA-\(firstField):XX"
    case 6: return "\(name)/\(PlainRelease.afterStar(random.pick(names)))"
    case 7: return "\(firstField):\(random.pick(codes))"
    case 8: return random.pick(["", "", "-", "NEW", "UUUU", "XXXX", "NNNN", "2", "DR53", "Bw4"])
    case 9: return PlainRelease.afterStar(name).replacing(":", with: "")
    case 10: return random.pick(["a\(name)", "\(name)x", "\(firstField):9999", "1/2", "02:01:00", " \(name) "])
    default: return PlainRelease.afterStar(name)
    }
  }

  func antigen(_ random: inout SeededGenerator) -> String {
    random.chance(50) ? "" : String(random.pick([1, 2, 3, 5, 7, 8, 9, 15, 24, 40, 62, 2403, 51, 53, 99]))
  }
}

@Suite("Random typings of 3.58.0", .needs358)
struct WholeReleaseRandomTests {
  private static let codeText =
    "*\tCODE\tSUBTYPE\n\n\tAB\t01/02\n\tAA\t01/02/03/05\n*\tAMG\t24:02/24:09N\n\tNUL\t09/11\n"

  private func resolver(_ release: WholeRelease) throws -> TypingResolver {
    let folder = try ScratchFolder()
    let codes = try MultipleAlleleCodes.open(folder.write(Self.codeText, as: "codes.txt"))
    return TypingResolver(reference: release.resolver.reference, codes: codes)
  }

  /// What four cells mean by the table.
  private func byTable(_ table: inout LocusTypingTable, _ texts: [String]) -> Result<LocusTyping, LocusFault> {
    let bytes = texts.flatMap { Array($0.utf8) }
    let ends = texts.reduce(into: [0]) { $0.append($0.last! + $1.utf8.count) }
    return bytes.withUnsafeBufferPointer { all in
      let cells = (0..<4).map { LocusCells.Cell(rebasing: all[ends[$0]..<ends[$0 + 1]]) }
      do throws(LocusFault) {
        let key = try table.key(LocusCells(dna: (cells[0], cells[1]), serology: (cells[2], cells[3])))
        return .success(table.typing(key))
      } catch {
        return .failure(error)
      }
    }
  }

  /// What they mean if each is resolved anew.
  private func anew(
    _ resolver: TypingResolver, _ texts: [String], _ locus: Locus, _ policy: TypingPolicy
  ) -> Result<LocusTyping, LocusFault> {
    var cells: [CellTyping] = []
    for (index, text) in texts.enumerated() {
      let source = index < 2 ? TypingSource.dna : .serology
      do throws(TypingFault) {
        cells.append(
          try source == .dna ? resolver.cell(text, locus: locus) : resolver.serologyCell(text, locus: locus))
      } catch {
        return .failure(LocusFault(source: source, position: index % 2 + 1, fault: error))
      }
    }
    func pair(_ first: Int, _ source: TypingSource) -> Result<LocusTyping, LocusFault> {
      do throws(TypingFault) {
        return .success(try LocusTyping(cells[first], cells[first + 1], locus: locus, policy: policy))
      } catch {
        return .failure(LocusFault(source: source, position: 1, fault: error))
      }
    }
    // The serology columns are told first where both pairs are at fault.
    return pair(2, .serology).flatMap { serology in
      pair(0, .dna).map { $0.joined(withSerology: serology) }
    }
  }

  @Test(
    "The table of distinct typings says what resolving each cell anew says, at every locus", arguments: TestSeeds.all)
  func table(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let release = try WholeRelease.release358
    let resolver = try resolver(release)
    for locus in Locus.typed {
      let generator = CellGenerator(release, locus, codes: ["AB", "AA", "AMG", "NUL", "ZZZZ"])
      let policy = TypingPolicy(blankSecond: random.chance(50) ? .homozygous : .unknown)
      var table = LocusTypingTable(locus: locus, resolver: resolver, policy: policy)
      let pool = (0..<12).map { _ in generator.cell(&random) }
      for _ in 0..<60 {
        let dna = (0..<2).map { _ in random.pick(pool) }
        let serology = (0..<2).map { _ in Locus.ten.contains(locus) ? generator.antigen(&random) : "" }
        let texts = dna + serology
        #expect(
          byTable(&table, texts) == anew(resolver, texts, locus, policy), "seed \(seed), \(locus): \(texts)")
      }
    }
  }

  /// The same name as hands write it.
  private static let slips: [(String, @Sendable (String) -> String)] = [
    ("lower case", { $0.lowercased() }),
    ("HLA- without asterisk", { "HLA-" + $0.replacing("*", with: "") }),
    ("no asterisk", { $0.replacing("*", with: "") }),
    ("blank after the asterisk", { $0.replacing("*", with: "* ") }),
    ("blanks around the colons", { $0.replacing(":", with: " : ") }),
    ("no-break space behind", { $0 + "\u{00A0}" }),
    ("no-break space in front", { "\u{00A0}" + $0 }),
    ("operator asterisk", { $0.replacing("*", with: "\u{2217}") }),
    ("full-width asterisk and colon", { $0.replacing("*", with: "\u{FF0A}").replacing(":", with: "\u{FF1A}") }),
    ("lower case hla-", { "hla-" + $0.lowercased() }),
  ]

  @Test("A slip that leaves no doubt gives what the clean name gives, and a note", arguments: TestSeeds.all)
  func repairs(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let release = try WholeRelease.release358
    for locus in Locus.typed {
      let generator = CellGenerator(release, locus, codes: [])
      for _ in 0..<8 {
        let name =
          random.chance(20) && !generator.groups.isEmpty ? random.pick(generator.groups) : random.pick(generator.names)
        let clean = try release.resolver.typed(name, locus)
        for (slip, make) in Self.slips {
          // A small g ends a notation of its own, so a G group in lower case is in doubt.
          if name.hasSuffix("G"), make(name).hasSuffix("g") { continue }
          let mended = try release.resolver.typed(make(name), locus)
          let note = TypingNote.repaired(from: trimmed(make(name)), to: name)
          #expect(mended == clean.adding(note), "seed \(seed), \(slip): \(make(name))")
        }
      }
    }
  }

  @Test(
    "Digits behind the locus without an asterisk are the pre-2010 name, unless they may be an antigen",
    arguments: TestSeeds.all)
  func formerNames(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let release = try WholeRelease.release358
    let formerNames = Dictionary(grouping: release.plain.formerNames.keys.sorted(), by: PlainRelease.gene)
    for locus in Locus.typed {
      let names = formerNames[locus.name] ?? []
      for _ in 0..<(names.isEmpty ? 0 : 8) {
        let name = random.pick(names)
        let slip = name.replacing("*", with: "")
        // A2403 is an antigen and A2404 might be one; no antigen begins with 0 or has more than four digits.
        if Antigen.gene(ofLetters: locus.name) != nil, slip.count == locus.name.count + 4,
          slip.last!.isNumber, !slip.dropFirst(locus.name.count).hasPrefix("0")
        {
          #expect(["unknown_antigen", nil].contains(release.resolver.faultCode(slip, locus)), "seed \(seed): \(slip)")
          continue
        }
        guard release.resolver.faultCode(name, locus) == nil else {
          #expect(release.resolver.faultCode(slip, locus) == release.resolver.faultCode(name, locus), "\(slip)")
          continue
        }
        let clean = try release.resolver.typed(name, locus)
        #expect(
          try release.resolver.typed(slip, locus) == clean.adding(.repaired(from: slip, to: name)),
          "seed \(seed): \(slip)")
      }
    }
  }
}
