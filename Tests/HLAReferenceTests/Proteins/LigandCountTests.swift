import HLANomenclature
import Testing

@testable import HLAReference

/// The proteins of a release as its FASTA files give them, read without the reader under test.
enum PlainProteins {
  static func proteins(_ locus: Locus) throws -> [(name: String, sequence: [Character])] {
    var proteins: [(name: String, sequence: [Character])] = []
    for line in try PlainFiles.rows(Releases.folder358 + "/fasta/\(locus)_prot.fasta", separator: " ") {
      if line[0].hasPrefix(">") {
        proteins.append((line[1], []))
      } else {
        proteins[proteins.count - 1].sequence += line[0]
      }
    }
    return proteins
  }

  /// The residue at a mature position where the numbering is plain: a precursor whose mature protein begins at its 25th
  /// residue, or a protein that begins at mature residue 2.
  static func residue(_ position: Int, _ sequence: [Character]) -> Character? {
    let isFull = sequence.first == "M" && sequence.count > 110 && String(sequence[25..<29]) == "SHSM"
    guard isFull || String(sequence.prefix(4)) == "SHSM" else { return nil }
    let index = isFull ? 23 + position : position - 2
    return index < sequence.count ? sequence[index] : nil
  }

  /// The ligands by DOMAIN 5.1, as text; nil where the numbering is not plain or the pattern is not given.
  static func ligands(_ name: String, _ sequence: [Character]) -> String? {
    guard let at76 = residue(76, sequence), let at80 = residue(80, sequence), let at82 = residue(82, sequence),
      let at83 = residue(83, sequence)
    else { return nil }
    let bw4 = at82 == "L" && at83 == "R" ? at80 == "I" ? "Bw4-80I" : at80 == "T" ? "Bw4-80T" : nil : ""
    switch name.prefix(2) {
    case "C*": return at80 == "N" ? "C1" : at80 == "K" ? "C2" : nil
    case "B*":
      if bw4 != "" { return bw4 }
      guard at80 == "N", at82 == "R", at83 == "G" else { return nil }
      return at76 == "V" ? "C1 Bw6" : "Bw6"
    default:
      let own = name.hasPrefix("A*03:") || name.hasPrefix("A*11:") ? "A3/A11" : ""
      return bw4.map { [$0, own].filter { !$0.isEmpty }.joined(separator: " ") }
    }
  }
}

@Suite("KIR ligands of every allele of 3.58.0", .needs358)
struct LigandCountTests {
  // Alleles marked Q are left out: some lack or have residues within the mature protein, so that their numbering is
  // not plain.
  @Test("Where the numbering is plain, every allele has the ligands of its residues", arguments: LigandRule.loci)
  func plainNumbering(locus: Locus) throws {
    let index = try Releases.full
    var checked = 0
    var different: [String] = []
    for (name, sequence) in try PlainProteins.proteins(locus) where !name.hasSuffix("N") && !name.hasSuffix("Q") {
      guard let expected = PlainProteins.ligands(name, sequence) else { continue }
      let code = try #require(index.code(name))
      let found = index.kirLigands(of: code)?.names.joined(separator: " ")
      checked += 1
      if found != expected { different.append("\(name): \(found ?? "unknown"), \(expected)") }
    }
    #expect(different == [])
    #expect(checked > 7_500)
  }

  @Test("Every null allele carries none, and every other has ligands or is unknown")
  func nulls() throws {
    let index = try Releases.full
    for locus in LigandRule.loci {
      for code in index.alleles(of: locus).map({ AlleleCode($0) }) where index.suffix(of: code) == .null {
        #expect(index.kirLigands(of: code) == [])
      }
    }
  }

  @Test("No two-field name carries two ligands or two leaders")
  func siblings() throws {
    let index = try Releases.full
    for locus in LigandRule.loci {
      var ligands: [UInt64: Set<KIRLigands?>] = [:]
      var leaders: [UInt64: Set<HLABLeader?>] = [:]
      for code in index.alleles(of: locus).map({ AlleleCode($0) }) where index.suffix(of: code) != .null {
        let stem = index.fields(of: code).prefix(2).packed
        ligands[stem, default: []].insert(index.kirLigands(of: code))
        leaders[stem, default: []].insert(index.leader(of: code))
      }
      #expect(ligands.values.allSatisfy { $0.count == 1 } && leaders.values.allSatisfy { $0.count == 1 }, "\(locus)")
    }
  }

  @Test("The counts by group are those of the guide")
  func counts() throws {
    let index = try Releases.full
    var counts: [String: Int] = [:]
    for locus in LigandRule.loci {
      for code in index.alleles(of: locus).map({ AlleleCode($0) }) {
        let names = index.kirLigands(of: code)?.names ?? ["unknown"]
        let group = index.suffix(of: code) == .null ? "null" : names.isEmpty ? "none" : names.joined(separator: " ")
        counts["\(locus) \(group)", default: 0] += 1
      }
    }
    for code in index.alleles(of: .b).map({ AlleleCode($0) }) {
      counts["B leader \(index.leader(of: code)?.letter ?? "unknown")", default: 0] += 1
    }
    #expect(counts == LigandCountTests.expected)
  }

  /// The table of the guide Alloreactivity; 8 472, 10 177 and 8 570 alleles.
  private static let expected: [String: Int] = [
    "A none": 5_009, "A A3/A11": 1_440, "A Bw4-80I": 1_566, "A Bw4-80I A3/A11": 4, "A Bw4-80T": 2, "A unknown": 6,
    "A null": 445, "B Bw6": 5_845, "B C1 Bw6": 191, "B Bw4-80I": 1_937, "B Bw4-80T": 1_782, "B unknown": 64,
    "B null": 364, "C C1": 5_029, "C C2": 3_148, "C unknown": 8, "C null": 385, "B leader M": 1_681,
    "B leader T": 5_870, "B leader unknown": 2_632,
  ]
}
