import HLAMatching
import HLANomenclature
import HLAReference
import HLATyping

/// What stands in the box of one position of a locus picture.
struct PositionLabel {
  /// What the box looks like.
  enum Style: String {
    /// One identity.
    case known
    /// Several identities, or one that is not known.
    case open
    /// Nothing is expressed, or there is no gene.
    case null
  }

  let text: String
  /// A few smaller words below.
  let remark: String
  let style: Style

  /// The two labels of a locus.
  static func pair(_ typing: LocusTyping, _ locus: Locus, _ reference: ReferenceIndex) -> [PositionLabel] {
    switch typing {
    case .untyped:
      return Array(repeating: PositionLabel(text: "?", remark: "not typed", style: .open), count: 2)
    case .absent: return Array(repeating: PositionLabel(text: "–", remark: "no gene", style: .null), count: 2)
    case .typed(let typed):
      let genotype = typed.genotypes[0]
      let first = PositionLabel(genotype.first, locus, reference, typed.genotypes.count)
      switch genotype.second {
      case .position(let second): return [first, PositionLabel(second, locus, reference, typed.genotypes.count)]
      case .presumedHomozygous: return [first, PositionLabel(text: first.text, remark: "presumed", style: first.style)]
      case .unknown: return [first, PositionLabel(text: "?", remark: "unknown", style: .open)]
      case .absent: return [first, PositionLabel(text: "–", remark: "no gene", style: .null)]
      }
    }
  }

  private init(text: String, remark: String, style: Style) {
    (self.text, self.remark, self.style) = (text, remark, style)
  }

  /// - Parameter genotypes: How many genotypes the typing is a list of; the position is that of the first.
  private init(_ position: PositionTyping, _ locus: Locus, _ reference: ReferenceIndex, _ genotypes: Int) {
    let list = genotypes > 1 ? "1 of \(genotypes) lists" : nil
    let short = { (name: String) in name.replacing("\(locus.name)*", with: "") }
    if position.isNew {
      self.init(text: "NEW", remark: list ?? "new sequence", style: .open)
    } else if position.isNull {
      let name = position.alleles.first.map { reference.name(of: $0).description } ?? "null"
      let fields = short(name).split(separator: ":").prefix(2).joined(separator: ":")
      let suffix = name.hasSuffix("N") && !fields.hasSuffix("N") ? "N" : ""
      self.init(text: fields + suffix, remark: list ?? "null", style: .null)
    } else {
      let codes = position.identities.codes
      let name = codes.first.map { short(reference.name(of: ARDCode(UInt16($0)), locus: locus)) } ?? "?"
      switch (codes.count, position.identities.extent) {
      case (1, .closed): self.init(text: name, remark: list ?? "", style: list == nil ? .known : .open)
      case (_, .closed): self.init(text: name, remark: list ?? "or \(codes.count - 1) more", style: .open)
      default: self.init(text: name, remark: list ?? (codes.isEmpty ? "unknown" : "or any other"), style: .open)
      }
    }
  }
}

/// One locus of a pair as SVG: the positions of the patient above, those of the donor below, a line between equal ones, an
/// arrow to each target of donor cells (GVH) and of the patient's cells (HVG); dashed where the typings leave it open.
struct LocusPicture {
  private static let boxWidth = 65
  private static let columns = [35, 104]
  private static let rows = (patient: 20, donor: 98)
  private static let boxHeight = 34

  private let locus: Locus
  private let counts: MatchCounts
  private let patient: [PositionLabel]
  private let donor: [PositionLabel]
  private let comparison: PositionComparison
  /// Begins the names of the picture's parts, which no other picture of the page may have.
  private let id: String

  /// A picture of one locus.
  ///
  /// - Parameter id: Names the picture within its page.
  init(
    _ locus: Locus, _ counts: MatchCounts, patient: LocusTyping, donor: LocusTyping, reference: ReferenceIndex,
    id: String
  ) {
    (self.locus, self.counts, self.id) = (locus, counts, id)
    comparison = PositionComparison(patient: patient.genotype(.ard), donor: donor.genotype(.ard))
    self.patient = PositionLabel.pair(patient, locus, reference)
    self.donor = PositionLabel.pair(donor, locus, reference)
  }

  /// The picture.
  var svg: String {
    """
    <svg class="locus" viewBox="0 0 142 146" role="img" aria-labelledby="\(id)t \(id)d"><title id="\(id)t">\(locus.name)</title>\
    <desc id="\(id)d">\(description.escaped)</desc>\
    <text class="l" x="2" y="14">\(locus.name)</text>\
    <text class="c" x="140" y="14">\(counts.match) of 2</text>\
    <text class="s" x="69" y="14">patient</text><text class="s" x="69" y="142">donor</text>\
    \(links)\(arrows)\(boxes)</svg>
    """
  }

  /// The picture in words.
  private var description: String {
    let sides = [("patient", patient), ("donor", donor)].map { side, labels in
      "\(side) " + labels.map { $0.remark.isEmpty ? $0.text : "\($0.text) \($0.remark)" }.joined(separator: " and ")
    }
    return "\(sides.joined(separator: "; ")). Match \(counts.match), GVH \(counts.gvh), HVG \(counts.hvg), "
      + "donor homozygous \(counts.homozygous)."
  }

  private var boxes: String {
    row(patient, LocusPicture.rows.patient) + row(order(donor), LocusPicture.rows.donor)
  }

  private func row(_ labels: [PositionLabel], _ y: Int) -> String {
    zip(LocusPicture.columns, labels).map { x, label in box(label, x: x, y: y) }.joined()
  }

  private func box(_ label: PositionLabel, x: Int, y: Int) -> String {
    let hasRemark = !label.remark.isEmpty
    let middle = y + (hasRemark ? 16 : 22)
    var svg = "<rect class=\"\(label.style.rawValue)\" x=\"\(x - LocusPicture.boxWidth / 2)\" y=\"\(y)\" "
    svg += "width=\"\(LocusPicture.boxWidth)\" height=\"\(LocusPicture.boxHeight)\" rx=\"4\"/>"
    svg += "<text class=\"a\" x=\"\(x)\" y=\"\(middle)\">\(label.text.escaped)</text>"
    if hasRemark { svg += "<text class=\"r\" x=\"\(x)\" y=\"\(y + 29)\">\(label.remark.escaped)</text>" }
    return svg
  }

  /// The donor's positions stand crosswise where that makes the lines straight.
  private var isCrossed: Bool {
    let weight = { (own: Int, other: Int) in
      switch comparison.isSame[own][other] {
      case .always: 2
      case .possible: 1
      case .never: 0
      }
    }
    return weight(0, 1) + weight(1, 0) > weight(0, 0) + weight(1, 1)
  }

  /// Something of the donor's two positions, as they stand in the picture.
  private func order<Element>(_ pair: [Element]) -> [Element] { isCrossed ? pair.reversed() : pair }

  private var links: String {
    let possible = comparison.isSame.joined().count { $0 == .possible }
    var svg = ""
    for own in 0..<2 {
      for (column, other) in order([0, 1]).enumerated() {
        let verdict = comparison.isSame[own][other]
        // More than two possible lines tell nothing.
        guard verdict == .always || verdict == .possible && possible <= 2 else { continue }
        svg += "<line class=\"\(verdict == .always ? "m" : "m o")\" x1=\"\(LocusPicture.columns[own])\" "
        svg += "y1=\"\(LocusPicture.rows.patient + LocusPicture.boxHeight)\" x2=\"\(LocusPicture.columns[column])\" "
        svg += "y2=\"\(LocusPicture.rows.donor)\"/>"
      }
    }
    return svg
  }

  private var arrows: String {
    let (top, bottom) = (LocusPicture.rows.patient + LocusPicture.boxHeight, LocusPicture.rows.donor)
    let middle = (top + bottom) / 2
    var svg = ""
    for (column, x) in LocusPicture.columns.enumerated() {
      let up = comparison.gvh[column]
      let down = order(comparison.hvg)[column]
      if up != .never { svg += arrow("g", up, x: x, from: middle - 2, to: top + 2) }
      if down != .never { svg += arrow("h", down, x: x, from: middle + 2, to: bottom - 2) }
    }
    return svg
  }

  private func arrow(_ name: String, _ verdict: PositionComparison.Verdict, x: Int, from: Int, to: Int) -> String {
    let back = to < from ? 6 : -6
    let isOpen = verdict == .possible
    let word = (name == "g" ? "GVH" : "HVG") + (isOpen ? "?" : "")
    return "<path class=\"\(name)\(isOpen ? " o" : "")\" d=\"M\(x) \(from)V\(to)\"/>"
      + "<path class=\"\(name)\" d=\"M\(x - 4) \(to + back)L\(x) \(to)L\(x + 4) \(to + back)\"/>"
      + "<text class=\"w \(name)\" x=\"\(x + 7)\" y=\"\((from + to) / 2 + 4)\">\(word)</text>"
  }
}
