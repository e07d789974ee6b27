import CHLAData
import Crypto
import Glibc
import HLANomenclature

extension ReferenceIndex {
  /// Builds the index of one release from its official files.
  ///
  /// - Parameters:
  ///   - sources: Folders in the layout of ANHIG/IMGTHLA, and single files of it: hla.xml plain, gzipped or zipped,
  ///     or a text file under its official name.
  ///   - repairingControlCharacters: Drops control characters that XML forbids, which 3.41 and 3.45 held, and says
  ///     how many; otherwise the first of them ends the build.
  /// - Throws: ``ReferenceBuildError``, naming the file at fault.
  public static func build(
    sources: [String], repairingControlCharacters: Bool = false
  ) throws(ReferenceBuildError) -> ReferenceIndex {
    var files: [SourceFile] = []
    for source in sources { files += try SourceFile.find(in: source) }
    // In a fixed order: where two files name the same deleted allele, hla_nom.txt decides.
    files.sort { SourceFile.order($0.kind) < SourceFile.order($1.kind) }
    for (file, next) in zip(files, files.dropFirst()) where file.kind == next.kind {
      throw .repeatedSource(file.path, next.path)
    }
    var builder = ReferenceBuilder()
    var hasText = false
    var tables = OfficialTables()
    for file in files {
      if file.kind == .xml {
        try builder.readXML(file, repairing: repairingControlCharacters)
      } else if file.kind.isProteins {
        try builder.readProteins(file)
      } else {
        try builder.readText(file, into: &tables)
        hasText = true
      }
    }
    if hasText { builder.text = tables }
    return try builder.build()
  }

  /// The release of the excerpt compiled into the program, read from its head alone.
  public static var embeddedRelease: String {
    let excerpt = hlamatch_excerpt()
    let bytes = UnsafeBufferPointer(start: excerpt.start, count: excerpt.length)
    for line in bytes.prefix(8192).split(separator: 10) where line.starts(with: Array("release ".utf8)) {
      return String(decoding: line.dropFirst(8), as: UTF8.self)
    }
    return "unknown"
  }

  /// The excerpt compiled into the program, parsed anew at each call.
  ///
  /// - Throws: ``ReferenceBuildError`` only if the excerpt itself is at fault.
  public static func embedded() throws(ReferenceBuildError) -> ReferenceIndex {
    let excerpt = hlamatch_excerpt()
    let bytes = Array(UnsafeBufferPointer(start: excerpt.start, count: excerpt.length))
    var builder = ReferenceBuilder()
    builder.text = try OfficialTables(excerpt: bytes)
    builder.textFiles = ["excerpt.txt"]
    builder.fileDigests = [Array(SHA256.hash(data: bytes))]
    return try builder.build()
  }
}

/// One official file, known by its name.
struct SourceFile {
  enum Kind: CaseIterable {
    case releaseVersion, alleleList, nomenclature, deletedAlleles, formerNames, gGroups, pGroups, serology
    case antigenRelations, epitopeGroups, statuses, proteinsA, proteinsB, proteinsC, xml

    /// Where the file lies in the repository of the official releases.
    var candidates: [String] {
      switch self {
      case .releaseVersion: ["release_version.txt"]
      case .alleleList: ["Allelelist.txt"]
      case .nomenclature: ["wmda/hla_nom.txt"]
      case .deletedAlleles: ["Deleted_alleles.txt"]
      case .formerNames: ["Nomenclature_2009.txt"]
      case .gGroups: ["wmda/hla_nom_g.txt"]
      case .pGroups: ["wmda/hla_nom_p.txt"]
      case .serology: ["wmda/rel_dna_ser.txt"]
      case .antigenRelations: ["wmda/rel_ser_ser.txt"]
      case .epitopeGroups: ["tce/dpb_tce.csv"]
      case .statuses: ["Allele_status.txt"]
      case .proteinsA: ["fasta/A_prot.fasta"]
      case .proteinsB: ["fasta/B_prot.fasta"]
      case .proteinsC: ["fasta/C_prot.fasta"]
      case .xml: ["xml/hla.xml.zip", "xml/hla.xml", "xml/hla.xml.gz", "hla.xml.zip", "hla.xml", "hla.xml.gz"]
      }
    }

    /// A FASTA of proteins.
    var isProteins: Bool { self == .proteinsA || self == .proteinsB || self == .proteinsC }

    var baseNames: [String] { candidates.map { String($0.split(separator: "/").last!) } }
  }

  static func order(_ kind: Kind) -> Int { Kind.allCases.firstIndex(of: kind)! }

  let kind: Kind
  let path: String
  var name: String { String(path.split(separator: "/").last ?? "") }

  /// The official files of a folder, or the one file that a path names.
  static func find(in source: String) throws(ReferenceBuildError) -> [SourceFile] {
    guard let mode = fileMode(source) else {
      throw .unreadable(file: source, reason: String(cString: strerror(errno)))
    }
    if mode & S_IFMT != S_IFDIR {
      let base = String(source.split(separator: "/").last ?? "")
      let kind = Kind.allCases.first { $0.baseNames.contains(base) } ?? .xml
      return [SourceFile(kind: kind, path: source)]
    }
    var found: [SourceFile] = []
    for kind in Kind.allCases {
      let names = kind.candidates + (kind == .xml ? [] : kind.baseNames)
      if let present = names.first(where: { fileMode(source + "/" + $0) != nil }) {
        found.append(SourceFile(kind: kind, path: source + "/" + present))
      }
    }
    guard !found.isEmpty else { throw .noSources(folder: source) }
    return found
  }

  private static func fileMode(_ path: String) -> mode_t? {
    var status = stat()
    return stat(path, &status) == 0 ? status.st_mode : nil
  }
}

extension ReferenceBuilder {
  /// The text files are a few megabytes; anything larger is not one of them.
  private static let largestTextFile = 64 << 20

  mutating func readText(_ file: SourceFile, into tables: inout OfficialTables) throws(ReferenceBuildError) {
    var bytes: [UInt8] = []
    var hasher = SHA256()
    do {
      let release = ReleaseFile(path: file.path, content: .text, limit: ReferenceBuilder.largestTextFile)
      try release.stream(observing: { hasher.update(bufferPointer: $0) }, into: { bytes.append(contentsOf: $0) })
    } catch let error as ReferenceSourceError {
      throw .source(file: file.path, error)
    } catch {
      throw .unreadable(file: file.path, reason: "\(error)")
    }
    fileDigests.append(Array(hasher.finalize()))
    textFiles.append(file.name)
    try tables.readRelease(bytes)
    switch file.kind {
    case .alleleList: tables.readAlleleList(bytes, file: file.name)
    case .nomenclature: tables.readNomenclature(bytes, file: file.name)
    case .deletedAlleles: tables.readDeletedAlleles(bytes, file: file.name)
    case .formerNames: tables.readFormerNames(bytes, file: file.name)
    case .gGroups: tables.readGroups(bytes, kind: .g, file: file.name)
    case .pGroups: tables.readGroups(bytes, kind: .p, file: file.name)
    case .serology: tables.readSerology(bytes, file: file.name)
    case .antigenRelations: tables.readAntigenRelations(bytes, file: file.name)
    case .epitopeGroups: tables.readEpitopeGroups(bytes, file: file.name)
    case .statuses: tables.readStatuses(bytes, file: file.name)
    case .releaseVersion, .proteinsA, .proteinsB, .proteinsC, .xml: break
    }
  }

  mutating func readProteins(_ file: SourceFile) throws(ReferenceBuildError) {
    var reader = ProteinFASTA(file: file.name, adding: proteins)
    proteins = ProteinBeginnings()
    var hasher = SHA256()
    do {
      let release = ReleaseFile(path: file.path, content: .text, limit: ReferenceBuilder.largestTextFile)
      try release.stream(observing: { hasher.update(bufferPointer: $0) }, into: { reader.read($0) })
    } catch let error as ReferenceSourceError {
      throw .source(file: file.path, error)
    } catch {
      throw .unreadable(file: file.path, reason: "\(error)")
    }
    fileDigests.append(Array(hasher.finalize()))
    proteinFiles.append(file.name)
    if let note = reader.finish() { proteinNotes.append(note) }
    proteins = reader.proteins
  }

  mutating func readXML(_ file: SourceFile, repairing: Bool) throws(ReferenceBuildError) {
    var reader = HLAXMLReader()
    if repairing { reader.controlCharacters = .repair }
    var tables = XMLTables()
    var hasher = SHA256()
    do {
      let summary = try reader.read(path: file.path, observing: { hasher.update(bufferPointer: $0) }) { allele in
        tables.add(allele)
      }
      tables.release = summary.version
      if summary.droppedControlCharacters > 0 {
        tables.notes.append("hla.xml: \(summary.droppedControlCharacters) control characters dropped")
      }
    } catch let error as ReferenceSourceError {
      throw .source(file: file.path, error)
    } catch {
      throw .unreadable(file: file.path, reason: "\(error)")
    }
    fileDigests.append(Array(hasher.finalize()))
    xml = tables
    xmlFile = file.name
  }
}

extension XMLTables {
  /// Takes one `allele` element; faulty groups are noted and count as absent (FORMATS 1.5).
  mutating func add(_ allele: XMLAllele) {
    let text = { String(decoding: allele.name, as: UTF8.self) }
    guard let accession = allele.accession else {
      notes.append("hla.xml:\(allele.line): the accession of \(text()) is not understood; the allele is left out")
      return
    }
    if allele.isDeleted {
      deleted.append((accession, text()))
      return
    }
    proteins.add(accession, allele.protein)
    guard let star = allele.name.firstIndex(of: UInt8(ascii: "*")),
      let locus = Locus(name: String(decoding: allele.name[..<star], as: UTF8.self)),
      let name = AlleleName(locus: locus, afterStar: allele.name.extracting((star + 1)...).span), name.canBeOfAllele
    else {
      misnamed.append((accession, text()))
      return
    }
    live.append(
      LiveAllele(
        accession: accession, name: name, gGroup: group(allele.gGroup, .g, allele, locus),
        pGroup: group(allele.pGroup, .p, allele, locus), status: AlleleStatus(allele)))
  }

  private mutating func group(
    _ bytes: UnsafeBufferPointer<UInt8>?, _ kind: AlleleGroupKind, _ allele: XMLAllele, _ locus: Locus
  ) -> UInt64 {
    guard let bytes else { return 0 }
    if let star = bytes.firstIndex(of: UInt8(ascii: "*")),
      bytes[..<star].elementsEqual(locus.name.utf8),
      let group = AlleleGroupName(locus: locus, afterStar: bytes.extracting((star + 1)...).span), group.kind == kind
    {
      return group.fields.packed
    }
    let text = String(decoding: bytes, as: UTF8.self)
    notes.append("hla.xml:\(allele.line): \(text) is no \(kind == .g ? "G" : "P") group name; it counts as absent")
    return 0
  }
}

extension AlleleStatus {
  /// What hla.xml says: confirmation, and the highest category of its catalogues.
  init(_ allele: XMLAllele) {
    self = allele.isConfirmed == true ? [.confirmed] : []
    switch allele.catalogued {
    case .common: insert(.common)
    case .intermediate, .wellDocumented: insert(.wellDocumented)
    case .none: break
    }
  }
}
