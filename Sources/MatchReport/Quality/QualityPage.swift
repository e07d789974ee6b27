import HLANomenclature
import HLATyping

extension QualityReport {
  /// The report as one page of HTML that needs nothing from elsewhere: no script, no style sheet, no picture.
  public var page: String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Quality of donor files</title><style>\(QualityPage.style)</style></head><body>
    <h1>Quality of donor files</h1>
    <p>\(program.escaped): \(note.escaped). IPD-IMGT/HLA \(reference.release.escaped)\
    \(reference.isExcerpt ? " (embedded excerpt)" : ""); a blank second value counts as \(blankSecond.escaped).</p>
    \(releaseVerdict.map { "<p class=\"verdict\">\($0.escaped).</p>" } ?? "")
    \(filesTable)
    \(findingsTable("Rejected rows, by reason", rejectedBy))
    \(findingsTable("Noticed, by kind", warnings))
    <h2>Typings of the accepted donors</h2>
    \(notationBars)
    \(lociTable)
    </body></html>

    """
  }

  private var filesTable: String {
    let lines = files.map { file in
      "<tr><td>\(file.file.escaped)</td><td>\(file.format)</td><td class=\"n\">\(file.rows)</td>"
        + "<td class=\"n\">\(file.rejected)</td><td class=\"hash\">\(file.sha256.prefix(16))</td></tr>"
    }
    let all =
      "<tr><th scope=\"row\">all</th><td></td><td class=\"n\">\(rows)</td><td class=\"n\">\(rejected)</td>"
      + "<td>\(accepted) accepted, of these \(unavailable) unavailable</td></tr>"
    return """
      <h2>Files</h2><table><thead><tr><th scope="col">file</th><th scope="col">format</th><th scope="col">rows</th>\
      <th scope="col">rejected</th><th scope="col">SHA-256</th></tr></thead><tbody>
      \(lines.joined(separator: "\n"))
      \(all)</tbody></table>
      """
  }

  private func findingsTable(_ title: String, _ findings: [Finding]) -> String {
    if findings.isEmpty { return "<h2>\(title)</h2><p>None.</p>" }
    let rows = findings.map { finding in
      "<tr><td><code>\(finding.code)</code></td><td class=\"n\">\(finding.rows)</td><td>\(finding.first.escaped)</td>"
        + "<td>\(finding.example.escaped)</td></tr>"
    }
    return """
      <h2>\(title)</h2><table><thead><tr><th scope="col">code</th><th scope="col">rows</th><th scope="col">first</th>\
      <th scope="col">what was wrong there</th></tr></thead><tbody>
      \(rows.joined(separator: "\n"))</tbody></table>
      """
  }

  /// One bar a locus: the share of each notation among its positions, with the numbers in words below for readers
  /// without colour.
  private var notationBars: String {
    let bars = loci.filter { $0.typed > 0 }.map { locus in
      let total = LocusQuality.kinds.reduce(0) { $0 + locus.positions[$1, default: 0] }
      let parts = LocusQuality.kinds.compactMap { kind -> String? in
        guard let count = locus.positions[kind], count > 0 else { return nil }
        let share = Double(count) / Double(max(1, total))
        let title = "\(kind.rawValue) \(count)"
        return "<span class=\"k-\(kind.rawValue)\" style=\"flex:\(rounded(share))\" title=\"\(title)\">"
          + "\(share > 0.08 ? kind.rawValue : "")</span>"
      }
      return "<div class=\"row\"><b>\(locus.locus.name)</b><div class=\"bar\">\(parts.joined())</div></div>"
    }
    return
      "<figure aria-label=\"Notations of the typed positions, a bar for each locus\">\(bars.joined(separator: "\n"))</figure>"
  }

  private func rounded(_ share: Double) -> String {
    let thousandths = Int((share * 1000).rounded())
    return
      "\(thousandths / 1000).\(String(repeating: "0", count: 3 - min(3, String(thousandths % 1000).count)))\(thousandths % 1000)"
  }

  private var lociTable: String {
    let heads = loci.map { "<th scope=\"col\">\($0.locus.name)</th>" }.joined()
    let names = loci.first?.counts.map(\.name) ?? []
    let rows = names.enumerated().map { index, name in
      let cells = loci.map { "<td class=\"n\">\($0.counts[index].count)</td>" }.joined()
      return "<tr><th scope=\"row\">\(name.replacing("_", with: " "))</th>\(cells)</tr>"
    }
    return """
      <table><thead><tr><th scope="col">donors, or positions</th>\(heads)</tr></thead><tbody>
      \(rows.joined(separator: "\n"))</tbody></table>
      """
  }
}

/// The look of the page: readable on paper and without colour.
private enum QualityPage {
  static let style = """
    body{font:15px/1.45 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
    table{border-collapse:collapse;margin:.5rem 0 1.5rem;width:100%;display:block;overflow-x:auto}
    th,td{border:1px solid #bbb;padding:.25rem .5rem;text-align:left;vertical-align:top}
    thead th{background:#eee}td.n{text-align:right;font-variant-numeric:tabular-nums}
    .hash{font-family:ui-monospace,monospace}.verdict{border-left:.4rem solid #000;padding:.3rem .8rem;font-weight:600}
    .row{display:flex;align-items:center;margin:.2rem 0}.row b{width:4rem}
    .bar{display:flex;flex:1;height:1.5rem;border:1px solid #666}
    .bar span{overflow:hidden;font-size:12px;line-height:1.5rem;padding-left:.2rem;border-right:1px solid #666}
    .k-allele{background:#fff}.k-prefix{background:#e8eef7}.k-g_group{background:#cfdcee}.k-p_group{background:#b6cae5}
    .k-list{background:#f3e6c8}.k-mac{background:#ecd49c}.k-xx{background:#e5b96b}.k-serology{background:#d9a0a0}
    .k-new{background:#cccccc}figure{margin:0 0 1rem}
    @media print{body{margin:0;font-size:10pt}table{page-break-inside:avoid}}
    """
}
