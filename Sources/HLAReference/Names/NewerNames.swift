import HLANomenclature

extension ReferenceIndex {
  /// Whether a name that the release does not have lies beyond all that it has under the same leading fields, so that a
  /// newer release may have it: numbers are given in rising order, so that a gap below the last one is no newer name.
  ///
  /// First fields count only at DPB1, where each is a protein; elsewhere they are antigens and no new ones are given.
  /// The excerpt cannot tell.
  public func liesBeyond(_ name: AlleleName) -> Bool {
    guard !facts.isExcerpt else { return false }
    let values = name.fields.values
    for depth in values.indices {
      let range =
        depth == 0
        ? alleles(of: name.locus) : alleles(of: name.locus, beginningWith: AlleleFields(Array(values[..<depth])))
      guard let last = range.last else { return false }
      let lastValues = fields(of: AlleleCode(last)).values
      let isBeyond = depth >= lastValues.count || values[depth] > lastValues[depth]
      if isBeyond { return depth > 0 || name.locus == .dpb1 }
    }
    return false
  }
}
