import HLANomenclature

extension OfficialTables {
  /// Allelelist.txt: CSV with a `#` header since 3.32, blank-separated without a header before (FORMATS 1.5).
  mutating func readAlleleList(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    var unlisted = 0
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      guard let cut = line.firstIndex(where: { $0 == UInt8(ascii: ",") || $0 == 32 || $0 == 9 }) else {
        addFault(file, line: lines.lineNumber, expected: "an accession and a name")
        continue
      }
      let accession = line[..<cut]
      if accession.text == "AlleleID" { continue }
      guard let (locus, rest) = line[(cut + 1)...].splitAtStar() else {
        addFault(file, line: lines.lineNumber, expected: "a name such as A*01:01")
        continue
      }
      guard let known = Locus(name: locus) else {
        unlisted += 1
        continue
      }
      guard let number = Accession.number(accession), let name = AlleleName(locus: known, afterStar: rest.span),
        name.canBeOfAllele
      else {
        addFault(file, line: lines.lineNumber, expected: "an accession and a name")
        continue
      }
      live.append(LiveAllele(accession: number, name: name))
    }
    if unlisted > 0 { notes.append("\(file): \(unlisted) alleles of loci unknown to this program left out") }
  }

  /// `# version: IPD-IMGT/HLA 3.58.0` in the head of every text file since 3.32.
  private static func version(_ line: ArraySlice<UInt8>) -> String? {
    guard line.starts(with: Array("# version:".utf8)) else { return nil }
    return line.split(separator: 32).last?.text
  }

  /// Takes the release from the head of an official text file, which must be that of the other files.
  mutating func readRelease(_ bytes: [UInt8]) throws(ReferenceBuildError) {
    var lines = LineScanner(bytes)
    while let line = lines.next(), line.first == UInt8(ascii: "#") {
      guard let found = OfficialTables.version(line) else { continue }
      if let release, release != found { throw .mixedReleases(release, found) }
      release = found
    }
  }

  /// hla_nom.txt: living and deleted names of antigens and alleles; only the deleted alleles are kept.
  mutating func readNomenclature(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let fields = line.fields(separator: UInt8(ascii: ";"))
      guard fields.count >= 5 else {
        addFault(file, line: lines.lineNumber, expected: "six fields")
        continue
      }
      guard fields[0].last == UInt8(ascii: "*"), !fields[3].isEmpty else { continue }
      deletedCount += 1
      let letters = fields[0].text
      let successorLetters = letters == "Cw*" && fields[4].contains(UInt8(ascii: ":")) ? "C*" : letters
      let successor = fields[4].isEmpty ? "" : successorLetters + fields[4].text
      retired.append((letters + fields[1].text, successor))
    }
  }

  /// Allele_status.txt: `Allele,Cells,Groups,Confirmed,Start,End,Partial,Type`; an allele that it lacks counts as
  /// unconfirmed and partial (FORMATS 1.5).
  mutating func readStatuses(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      if line.isEmpty || line.first == UInt8(ascii: "#") || line.starts(with: Array("Allele,".utf8)) { continue }
      let fields = line.fields(separator: UInt8(ascii: ","))
      guard fields.count >= 7, let (letters, rest) = fields[0].splitAtStar(), let locus = Locus(name: letters),
        let name = AlleleName(locus: locus, afterStar: rest.span)
      else {
        addFault(file, line: lines.lineNumber, expected: "an allele of a known locus and seven columns")
        continue
      }
      var status: AlleleStatus = fields[3].text == "Confirmed" ? [.confirmed] : []
      if fields[6].text != "Full" { status.insert(.partial) }
      statuses.append(AlleleValue(name: name, value: UInt16(status.rawValue)))
    }
  }

  /// Deleted_alleles.txt: CSV; an id that lives on leads to the living name (DOMAIN 2.2).
  mutating func readDeletedAlleles(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      let isTitle = !line.contains(UInt8(ascii: ",")) || line.starts(with: Array("AlleleID,".utf8))
      if line.isEmpty || line.first == UInt8(ascii: "#") || isTitle { continue }
      let fields = line.fields(separator: UInt8(ascii: ","))
      guard fields.count >= 2, let number = Accession.number(fields[0]), fields[1].contains(UInt8(ascii: "*")) else {
        addFault(file, line: lines.lineNumber, expected: "an accession, a name and a description")
        continue
      }
      retired.append((fields[1].text, "#\(number)"))
    }
  }

  /// Nomenclature_2009.txt: former name and name as of April 2010, blank-separated; `None` says deleted, see hla_nom.
  mutating func readFormerNames(_ bytes: [UInt8], file: String) {
    var lines = LineScanner(bytes)
    while let line = lines.next() {
      let isTitle = line.starts(with: Array("Current Name".utf8)) || line.first == UInt8(ascii: "=")
      if line.isEmpty || line.first == UInt8(ascii: "#") || isTitle { continue }
      let fields = line.split(separator: 32)
      guard fields.count == 2, fields[0].contains(UInt8(ascii: "*")),
        fields[1].contains(UInt8(ascii: "*")) || fields[1].text == "None"
      else {
        addFault(file, line: lines.lineNumber, expected: "a former name and a name")
        continue
      }
      former.append((fields[0].text, fields[1].text))
    }
  }
}

/// Accession numbers, `HLA00001`.
enum Accession {
  /// The number of an accession; nil for anything else.
  static func number(_ text: some Collection<UInt8>) -> UInt32? {
    guard text.count > 3, text.starts(with: [72, 76, 65]) else { return nil }
    var value: UInt32 = 0
    for digit in text.dropFirst(3) {
      guard digit &- 48 < 10, value < 100_000_000 else { return nil }
      value = value * 10 + UInt32(digit - 48)
    }
    return value
  }
}
