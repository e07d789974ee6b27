import Crypto
import HLANomenclature

/// Joins the sources of one release into the bytes of an index.
struct ReferenceBuilder {
  var text: OfficialTables?
  var textFiles: [String] = []
  var xml: XMLTables?
  var xmlFile = ""
  /// Proteins of the FASTA files.
  var proteins = ProteinBeginnings()
  var proteinFiles: [String] = []
  var proteinNotes: [String] = []
  /// SHA-256 of each source file, in the order read.
  var fileDigests: [[UInt8]] = []

  func build() throws(ReferenceBuildError) -> ReferenceIndex {
    if let text, xml == nil, !text.hasPGroups { throw .missingFile("wmda/hla_nom_p.txt") }
    if let text, xml == nil, text.live.isEmpty { throw .missingFile("Allelelist.txt") }
    if proteins.isFull || xml?.proteins.isFull ?? false { throw .tooLarge("the number of proteins") }
    if text?.serologyRows.isFull ?? false { throw .tooLarge("the number of distinct rows of rel_dna_ser.txt") }
    let join = AlleleJoin(text: text, xml: xml)
    let locusStart = ReferenceBuilder.locusStart(join.rows)
    let identities = try IdentityTables(rows: join.rows, locusStart: locusStart)
    let groups = GGroupTables(rows: join.rows, locusStart: locusStart)
    let proteins = proteinFacts(join, locusStart)
    var writer = IndexWriter()
    writer.add(.facts, Array(try facts(join, notes: proteins.notes).text.utf8))
    addAlleles(join, locusStart, identities, groups, to: &writer)
    writer.add(.alleleLigands, proteins.ligands)
    writer.add(.alleleLeader, proteins.leaders)
    writer.add(.identityLocusStart, identities.locusStart)
    writer.add(.identityFields, identities.fields)
    writer.add(.identityMark, identities.marks)
    writer.add(.identityMemberStart, identities.memberStart)
    writer.add(.identityMembers, identities.members)
    writer.add(.gGroupLocusStart, groups.locusStart)
    writer.add(.gGroupFields, groups.fields)
    writer.add(.gGroupMemberStart, groups.memberStart)
    writer.add(.gGroupMembers, groups.members)
    writer.add(.serologyStart, text?.serologyRows.starts ?? [0])
    writer.add(.serologyValues, text?.serologyRows.values ?? [])
    writer.add(.antigenRelations, text?.antigenRelations ?? [])
    addNames(to: &writer)
    do {
      return try ReferenceIndex(bytes: writer.bytes { Array(SHA256.hash(data: $0)) })
    } catch {
      throw .unusable(error)
    }
  }

  private static func locusStart(_ rows: [AlleleRow]) -> [UInt32] {
    var counts = Array(repeating: UInt32(0), count: Locus.names.count + 1)
    for row in rows { counts[Int(row.name.locus.rawValue) + 1] += 1 }
    for index in 1..<counts.count { counts[index] += counts[index - 1] }
    return counts
  }

  private func addAlleles(
    _ join: AlleleJoin, _ locusStart: [UInt32], _ identities: IdentityTables, _ groups: GGroupTables,
    to writer: inout IndexWriter
  ) {
    var serology = Array(repeating: IndexLayout.noSerology, count: join.rows.count)
    for entry in text?.serology ?? [] { if let row = join.row(of: entry.name) { serology[row] = entry.value } }
    var tce = Array(repeating: UInt8(0), count: join.rows.count)
    for entry in text?.tce ?? [] { if let row = join.row(of: entry.name) { tce[row] = UInt8(entry.value) } }
    var statuses = join.rows.map(\.status.rawValue)
    for entry in text?.statuses ?? [] {
      guard let row = join.row(of: entry.name) else { continue }
      let catalogued = join.rows[row].status.intersection([.common, .wellDocumented])
      statuses[row] = UInt8(entry.value) | catalogued.rawValue
    }
    writer.add(.alleleStatus, statuses)
    writer.add(.alleleLocusStart, locusStart)
    writer.add(.alleleFields, join.rows.map(\.name.fields.packed))
    writer.add(.alleleSuffix, join.rows.map(\.name.suffix.rawValue))
    writer.add(.alleleAccession, join.rows.map(\.accession))
    writer.add(.alleleGGroup, groups.groupOfRow)
    writer.add(.alleleIdentity, identities.identityOfRow)
    writer.add(.alleleSerology, serology)
    writer.add(.alleleTCE, tce)
  }

  private func addNames(to writer: inout IndexWriter) {
    var retiredPairs = text?.retired ?? []
    for deleted in xml?.deleted ?? [] { retiredPairs.append((deleted.name, "#\(deleted.accession)")) }
    let retired = NameTable.sections(retiredPairs)
    writer.add(.retiredNames, retired.rows)
    writer.add(.retiredNameText, retired.text)
    let former = NameTable.sections(text?.former ?? [])
    writer.add(.formerNames, former.rows)
    writer.add(.formerNameText, former.text)
  }

  private func proteinFacts(_ join: AlleleJoin, _ locusStart: [UInt32]) -> ProteinFacts {
    let sources = [xml?.proteins, proteins].compactMap { $0 }.filter { !$0.isEmpty }
    var facts = ProteinFacts(rows: join.rows, locusStart: locusStart, sources: sources)
    facts.take(text?.proteinFacts ?? [], row: join.row)
    facts.complete(join.rows)
    return facts
  }

  private func facts(_ join: AlleleJoin, notes: [String]) throws(ReferenceBuildError) -> ReferenceFacts {
    var facts = ReferenceFacts()
    if let first = xml?.release, let second = text?.release, first != second { throw .mixedReleases(first, second) }
    guard let release = xml?.release ?? text?.release else { throw .noRelease }
    facts.release = release
    facts.isExcerpt = text?.isExcerpt ?? false
    facts.hasFormerNames = !(text?.former.isEmpty ?? true)
    if let xml {
      var source = ReferenceSource(kind: "xml")
      source.files = [xmlFile]
      source.live = join.rows.count { $0.inXML }
      source.deleted = xml.deleted.count
      source.onlyHere = join.rows.count { $0.inXML && !$0.inText }
      facts.sources.append(source)
    }
    if let text {
      var source = ReferenceSource(kind: text.isExcerpt ? "excerpt" : "text")
      source.files = textFiles + proteinFiles
      source.live = join.rows.count { $0.inText }
      source.deleted = text.deletedCount
      source.onlyHere = join.rows.count { $0.inText && !$0.inXML }
      facts.sources.append(source)
    }
    facts.notes = (xml?.notes ?? []) + (text?.notes ?? []) + join.notes + proteinNotes + notes
    var hasher = SHA256()
    for digest in fileDigests.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hasher.update(data: digest) }
    facts.sourceHash = hexadecimal(hasher.finalize())
    return facts
  }
}

/// Lower-case hexadecimal digits of a digest.
func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  for byte in digest {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
