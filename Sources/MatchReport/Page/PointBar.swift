import DonorSelection

/// The points of a donor as a bar of SVG, a part for each term as wide as its points: negative ones left of the zero line,
/// each term with a pattern of its own. The numbers stand beside it.
struct PointBar {
  /// The kinds of terms, as ``ReportWords/short(_:)`` names them, each with a pattern of its own; others are plain.
  static let patterns = [
    "hvg": "t-hvg", "gvh": "t-gvh", "mismatch": "t-hvg", "six": "t-hvg", "related": "t-rel", "age": "t-age",
    "cmv": "t-cmv",
    "abo": "t-abo",
    "donor_specific_antibodies": "t-dsa",
  ]

  private static let width = 240.0
  private let scale: Double
  private let zero: Double

  /// Bars of one scale for these donors.
  init(_ donors: [RankedDonor]) {
    let sums = donors.map { donor in
      donor.terms.reduce(into: (low: 0, high: 0)) { sums, term in
        if term.points < 0 { sums.low += term.points } else { sums.high += term.points }
      }
    }
    let (low, high) = (sums.map(\.low).min() ?? 0, sums.map(\.high).max() ?? 0)
    scale = PointBar.width / Double(max(1, high - low))
    zero = Double(-low) * scale
  }

  /// The bar of a donor.
  ///
  /// - Parameter id: Names the bar within its page.
  func svg(_ donor: RankedDonor, id: String) -> String {
    var (left, right) = (zero, zero)
    var parts = ""
    for term in donor.terms where term.points != 0 {
      let width = Double(abs(term.points)) * scale
      if term.points < 0 { left -= width }
      parts += part(term, x: term.points < 0 ? left : right, width)
      if term.points > 0 { right += width }
    }
    let words = donor.terms.map { "\($0.code) \($0.points)" }.joined(separator: ", ")
    return """
      <svg class="bar" viewBox="-1 0 242 18" role="img" aria-labelledby="\(id)"><title id="\(id)">\(donor.points) points: \
      \(words.isEmpty ? "no term" : words)</title>\(parts)<path class="z" d="M\(PointBar.number(zero)) 0V18"/></svg>
      """
  }

  private func part(_ term: PointTerm, x: Double, _ width: Double) -> String {
    let short = ReportWords.short(term)
    let pattern = PointBar.patterns[short] ?? (short.hasPrefix("nk_") ? "t-nk" : "t-rel")
    var svg = "<rect x=\"\(PointBar.number(x))\" y=\"1.5\" width=\"\(PointBar.number(width))\" height=\"15\" "
    svg += "fill=\"url(#\(pattern))\"/>"
    let label = width >= 46 ? "\(short) \(term.points)" : width >= 18 ? String(term.points) : ""
    let length = Double(label.utf8.count) * 6.2 + 4
    guard !label.isEmpty, length <= width else { return svg }
    let middle = x + width / 2
    // Letters stand on white, whatever the pattern is.
    svg += "<rect class=\"b\" x=\"\(PointBar.number(middle - length / 2))\" y=\"3.5\" "
    svg += "width=\"\(PointBar.number(length))\" height=\"11\"/>"
    return svg + "<text x=\"\(PointBar.number(middle))\" y=\"12.5\">\(label)</text>"
  }

  /// A number with one decimal.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths < 0 ? "-" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
  }

  /// The patterns, once a page.
  static let definitions = """
    <svg class="defs" aria-hidden="true" focusable="false"><defs>\
    \(pattern("t-hvg", 6, "#9cc3e6", "<path d=\"M0 6L6 0\" stroke=\"#0b4f8a\"/>"))\
    \(pattern("t-gvh", 6, "#f4c79d", "<path d=\"M0 0L6 6\" stroke=\"#8a3d00\"/>"))\
    \(pattern("t-nk", 5, "#cfe3c4", "<circle cx=\"2.5\" cy=\"2.5\" r=\"1.1\" fill=\"#2b5d14\"/>"))\
    \(pattern("t-age", 4, "#e7e7e7", "<path d=\"M0 2H4\" stroke=\"#444\"/>"))\
    \(pattern("t-cmv", 4, "#fff", "<path d=\"M2 0V4M0 2H4\" stroke=\"#444\" stroke-width=\".7\"/>"))\
    \(pattern("t-abo", 4, "#fff", "<path d=\"M2 0V4\" stroke=\"#444\" stroke-width=\"1.4\"/>"))\
    \(pattern("t-rel", 8, "#eadff2", "<path d=\"M0 4H8M4 0V4\" stroke=\"#5c3d7a\" stroke-width=\".7\"/>"))\
    \(pattern("t-dsa", 4, "#333", "<path d=\"M0 4L4 0\" stroke=\"#fff\" stroke-width=\".6\"/>"))\
    </defs></svg>
    """

  private static func pattern(_ id: String, _ side: Int, _ ground: String, _ drawing: String) -> String {
    "<pattern id=\"\(id)\" width=\"\(side)\" height=\"\(side)\" patternUnits=\"userSpaceOnUse\">"
      + "<rect width=\"\(side)\" height=\"\(side)\" fill=\"\(ground)\"/>\(drawing)</pattern>"
  }

  /// What the patterns mean.
  static let legend: String = {
    let names = [
      ("t-hvg", "hvg, mismatch, or matches of six"), ("t-gvh", "gvh"), ("t-nk", "nk"), ("t-age", "age"),
      ("t-cmv", "cmv"),
      ("t-abo", "abo"), ("t-rel", "related"), ("t-dsa", "donor-specific antibodies"),
    ]
    let items = names.map { pattern, name in
      "<span><svg class=\"key\" viewBox=\"0 0 20 12\" aria-hidden=\"true\"><rect x=\".5\" y=\".5\" width=\"19\" height=\"11\" "
        + "fill=\"url(#\(pattern))\"/></svg> \(name)</span>"
    }
    return "<p class=\"legend\">Parts of the bars: \(items.joined(separator: " "))</p>\n"
  }()
}
