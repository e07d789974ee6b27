import HLANomenclature

extension QualityReport {
  /// The report as rows of section, subject, item and count.
  public func delimited(_ style: DelimitedText.Style) -> [UInt8] {
    var text = DelimitedText(style: style)
    func add(_ section: String, _ subject: String, _ item: String, _ count: Int) {
      text.plain(section)
      text.text(subject)
      text.plain(item)
      text.number(count)
      text.endRow()
    }
    for column in ["section", "subject", "item", "count"] { text.plain(column) }
    text.endRow()
    for file in files {
      add("file", file.file, "rows", file.rows)
      add("file", file.file, "rejected", file.rejected)
    }
    for (item, count) in totals { add("pool", "", item, count) }
    for finding in rejectedBy { add("rejected", finding.code, "rows", finding.rows) }
    for finding in warnings { add("warning", finding.code, "rows", finding.rows) }
    for locus in loci { for (name, count) in locus.counts { add("locus", locus.locus.name, name, count) } }
    return text.bytes
  }

  var totals: [(String, Int)] {
    [
      ("rows", rows), ("accepted", accepted), ("rejected", rejected), ("unavailable", unavailable),
      ("too_new_for_release", tooNew),
    ]
  }

  /// The report as text for a terminal.
  public var lines: [String] {
    var lines = [
      "\(program)  \(note)",
      "IPD-IMGT/HLA \(reference.release)\(reference.isExcerpt ? " (embedded excerpt)" : "")  a blank second value: "
        + blankSecond, "",
    ]
    lines += files.map { "\($0.file.printable) (\($0.format)): \($0.rows) rows, \($0.rejected) rejected" }
    lines.append("all: \(rows) rows, \(accepted) accepted, \(rejected) rejected, \(unavailable) unavailable")
    if let releaseVerdict { lines.append(releaseVerdict) }
    lines += findingLines("Rejected, by reason:", rejectedBy) + findingLines("Noticed, by kind:", warnings)
    return lines + ["", "Typings of the accepted donors:"] + locusLines
  }

  private func findingLines(_ title: String, _ findings: [Finding]) -> [String] {
    if findings.isEmpty { return [] }
    var table = TerminalTable([("  code", .left), ("rows", .right), ("first", .left)])
    for finding in findings {
      table.add(["  \(finding.code)", String(finding.rows), "\(finding.first.printable): \(finding.example.printable)"])
    }
    return ["", title] + table.lines
  }

  /// Loci as columns, so that the loci compare at a glance; rows without any count are left out.
  private var locusLines: [String] {
    var table = TerminalTable([("  donors or positions", .left)] + loci.map { ($0.locus.name, .right) })
    let names = loci.first?.counts.map(\.name) ?? []
    for (index, name) in names.enumerated() {
      let counts = loci.map { $0.counts[index].count }
      if counts.contains(where: { $0 > 0 }) { table.add(["  \(name)"] + counts.map(String.init)) }
    }
    return table.lines
  }
}
