import Foundation
import HLANomenclature
import TestFixtures
import Testing

@testable import HLAReference

/// Made-up class I proteins: the signal, residue 1 and motif that the numbering rests on, then a pattern of letters.
enum InventedProtein {
  private static let letters = Array("ACDEFHIKLMNPQRSTVWY")

  /// A precursor of 200 residues with these residues at mature positions.
  static func full(locus: String = "B", leader: String = "MRVTAPRTV", _ residues: [Int: Character]) -> String {
    var mature = Array((locus == "C" ? "C" : "G") + "SHSMRYF")
    for index in mature.count..<176 { mature.append(letters[(index * index + 3 * index) % letters.count]) }
    for (position, residue) in residues { mature[position - 1] = residue }
    return leader + String(repeating: "L", count: 24 - leader.count) + String(mature)
  }

  static let bw4I: [Int: Character] = [76: "E", 80: "I", 82: "L", 83: "R"]
  static let bw6: [Int: Character] = [76: "E", 80: "N", 82: "R", 83: "G"]
}

@Suite("Where proteins come from")
struct ProteinSourceTests {
  private func release(_ proteins: [(name: String, sequence: String)], xml: Bool) throws -> ReferenceIndex {
    var release = TinyRelease()
    release.alleles = proteins.map(\.name)
    release.gGroups = []
    release.pGroups = proteins.map { "\($0.name.prefix(2));\($0.name.dropFirst(2));" }
    if xml {
      release.xml = TinyRelease.document(
        proteins.enumerated().map { number, protein in
          let element = TinyRelease.element(number + 1, protein.name)
          let feature =
            "<sequence><nucsequence>ACGT</nucsequence><feature id=\"1\" featuretype=\"Protein\"><translation>"
            + "\(protein.sequence)</translation></feature></sequence></allele>"
          return element.replacingOccurrences(of: "</allele>", with: feature)
        })
      return try release.build()
    }
    let folder = try release.write()
    try FileManager.default.createDirectory(
      at: folder.url.appendingPathComponent("fasta"), withIntermediateDirectories: true)
    for locus in ["A", "B", "C"] where proteins.contains(where: { $0.name.hasPrefix(locus + "*") }) {
      let records = proteins.enumerated().filter { $0.element.name.hasPrefix(locus + "*") }
        .map { ">HLA:\(TinyRelease.accession($0.offset + 1)) \($0.element.name) bp\n\(wrapped($0.element.sequence))\n" }
      _ = try folder.write(records.joined(), as: "fasta/\(locus)_prot.fasta")
    }
    return try ReferenceIndex.build(sources: [folder.url.path])
  }

  private func wrapped(_ sequence: String) -> String {
    stride(from: 0, to: sequence.count, by: 60).map { String(sequence.dropFirst($0).prefix(60)) }
      .joined(separator: "\n")
  }

  private func ligands(_ index: ReferenceIndex, _ name: String) throws -> [String]? {
    index.kirLigands(of: try #require(index.code(name)))?.names
  }

  private func leader(_ index: ReferenceIndex, _ name: String) throws -> String? {
    index.leader(of: try #require(index.code(name)))?.letter
  }

  @Test("hla.xml and FASTA give the same facts of the same proteins", arguments: [true, false])
  func sources(xml: Bool) throws {
    let bw4 = InventedProtein.full(InventedProtein.bw4I)
    let proteins: [(name: String, sequence: String)] =
      [
        ("A*24:01", InventedProtein.full(locus: "A", InventedProtein.bw4I)),
        ("A*11:01", InventedProtein.full(locus: "A", InventedProtein.bw6)),
        ("B*01:01", InventedProtein.full(leader: "MLVMAPRTV", InventedProtein.bw6)), ("B*01:02", bw4),
        // From exon 2, from within the signal, and with three residues fewer in the signal.
        ("B*01:03", String(bw4.dropFirst(25))), ("B*01:04", String(bw4.dropFirst(7))),
        ("B*01:05", "MRVTAPRTV" + bw4.dropFirst(12)),
        // One residue short of the epitope; a sibling that tells it; a null.
        ("B*01:06:01", String(bw4.prefix(105))), ("B*01:07:01", String(bw4.prefix(105))), ("B*01:07:02", bw4),
        ("B*01:08N", bw4), ("B*01:09", InventedProtein.full([76: "E", 80: "D", 82: "R", 83: "G"])),
        ("C*01:01", InventedProtein.full(locus: "C", [80: "N"])),
        ("C*01:02", InventedProtein.full(locus: "C", [80: "K"])),
        ("C*01:03", InventedProtein.full(locus: "C", [80: "X"])),
      ]
    let index = try release(proteins, xml: xml)
    let expected: [(String, [String]?)] = [
      ("A*24:01", ["Bw4-80I"]), ("A*11:01", ["A3/A11"]), ("B*01:01", ["Bw6"]), ("B*01:02", ["Bw4-80I"]),
      ("B*01:03", ["Bw4-80I"]), ("B*01:04", ["Bw4-80I"]), ("B*01:05", ["Bw4-80I"]), ("B*01:06:01", nil),
      ("B*01:07:01", ["Bw4-80I"]), ("B*01:08N", []), ("B*01:09", nil), ("C*01:01", ["C1"]), ("C*01:02", ["C2"]),
      ("C*01:03", nil),
    ]
    for (name, names) in expected { #expect(try ligands(index, name) == names, "\(name)") }
    let leaders: [String: String?] = [
      "B*01:01": "M", "B*01:02": "T", "B*01:03": nil, "B*01:04": nil, "B*01:05": "T", "B*01:06:01": "T",
    ]
    for (name, letter) in leaders { #expect(try leader(index, name) == letter, "\(name)") }
    #expect(index.facts.notes == [])
  }

  @Test("A protein that begins MAPRT stands behind the initiator, so its leader is unknown")
  func laterMethionine() throws {
    let full = InventedProtein.full(leader: "MRVMAPRTV", InventedProtein.bw6)
    let index = try release([("B*01:01", full), ("B*01:02", String(full.dropFirst(3)))], xml: false)
    #expect(try leader(index, "B*01:01") == "M" && leader(index, "B*01:02") == nil)
    #expect(try ligands(index, "B*01:02") == ["Bw6"])
  }

  @Test("Without proteins the ligands are unknown, but for nulls and for loci without ligands")
  func noProteins() throws {
    let index = try TinyRelease().build()
    #expect(try ligands(index, "A*02:01") == nil && ligands(index, "A*01:01:02N") == [])
  }

  @Test("A protein whose frame shifts away from all others is not numbered")
  func foreign() throws {
    let full = InventedProtein.full(InventedProtein.bw6)
    let shifted = full.prefix(60) + String(full.dropFirst(60).reversed())
    let index = try release([("B*01:01", full), ("B*01:02", String(shifted))], xml: false)
    #expect(try ligands(index, "B*01:02") == nil)
  }

  @Test("Only the beginning of a protein is kept, however long it is")
  func longProtein() throws {
    let full = InventedProtein.full(InventedProtein.bw6)
    let index = try release([("B*01:01", full + String(repeating: "A", count: 200_000))], xml: true)
    #expect(try ligands(index, "B*01:01") == ["Bw6"])
  }

  @Test("What is no FASTA is noted with its line, and the rest is read")
  func badHeads() throws {
    var reader = ProteinFASTA(file: "A_prot.fasta", adding: ProteinBeginnings())
    let text = "junk\n>HLA:HLA00001 A*01:01 bp\nMAV\nMAP\n>sp|P01889\nMLV\n>HLA:HLA00002 A*01:02\nSHSM"
    for byte in text.utf8 { [byte].withUnsafeBytes { reader.read($0) } }
    let told = reader.finish()
    let note = try #require(told)
    #expect(note.hasPrefix("A_prot.fasta:1: not understood"))
    #expect(reader.proteins[1].map { String(decoding: $0, as: UTF8.self) } == "MAVMAP")
    #expect(reader.proteins[2].map { String(decoding: $0, as: UTF8.self) } == "SHSM")
    #expect(reader.proteins[3] == nil)
  }

  @Test(
    "However its bytes come, a FASTA gives the same proteins; damage is noted and never ends the program",
    arguments: TestSeeds.all)
  func damaged(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let full = InventedProtein.full(InventedProtein.bw4I)
    for _ in 0..<40 {
      var bytes = Array((0..<6).map { ">HLA:HLA0000\($0) B*01:0\($0) bp\n\(wrapped(full))\n" }.joined().utf8)
      for _ in 0..<random.below(30) {
        let at = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[at] = UInt8(random.below(256))
        case 1: bytes.remove(at: at)
        default: bytes.insert(random.pick(Array(">\n HLA:M\r".utf8)), at: at)
        }
      }
      var whole = ProteinFASTA(file: "B_prot.fasta", adding: ProteinBeginnings())
      bytes.withUnsafeBytes { whole.read($0) }
      var parts = ProteinFASTA(file: "B_prot.fasta", adding: ProteinBeginnings())
      var start = 0
      while start < bytes.count {
        let end = min(bytes.count, start + 1 + random.below(50))
        bytes[start..<end].withUnsafeBytes { parts.read($0) }
        start = end
      }
      let notes = (whole.finish(), parts.finish())
      #expect(notes.0 == notes.1, "seed \(seed)")
      for accession in UInt32(0)..<6 {
        #expect(whole.proteins[accession] == parts.proteins[accession], "seed \(seed)")
        guard let sequence = whole.proteins[accession],
          let template = ProteinTemplate(Array(full.utf8)[...], locus: .b),
          let placed = PlacedProtein(sequence, on: template)
        else { continue }
        for position in -30...300 { _ = placed.residue(position) }
        _ = template.leader(of: sequence)
      }
    }
  }

  // The folder of 3.31.0 has no FASTA; an accession means the same allele in both releases.
  @Test("hla.xml of 3.31.0 and the FASTA of 3.58.0 agree on every allele that both know", .needs331, .needs358)
  func releases() throws {
    let (old, new) = (try Releases.xml331, try Releases.full)
    let codes = Dictionary(
      new.allCodes.map { (new.accession(of: $0), $0) }, uniquingKeysWith: { first, _ in first })
    var compared = 0
    var different: [String] = []
    for locus in LigandRule.loci {
      for code in old.alleles(of: locus).map({ AlleleCode($0) }) {
        guard let other = codes[old.accession(of: code)], old.suffix(of: code) == new.suffix(of: other),
          let here = old.kirLigands(of: code), let there = new.kirLigands(of: other)
        else { continue }
        compared += 1
        if here != there { different.append("\(old.name(of: code)): \(here.names), \(there.names)") }
        if let leader = old.leader(of: code), let later = new.leader(of: other), leader != later {
          different.append("\(old.name(of: code)): leader")
        }
      }
    }
    #expect(different == [])
    #expect(compared > 12_000)
  }
}
