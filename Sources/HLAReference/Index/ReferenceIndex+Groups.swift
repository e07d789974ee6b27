import HLANomenclature

extension ReferenceIndex {
  /// Number of identities of a locus; codes are `0..<count`.
  public func identityCount(of locus: Locus) -> Int {
    Int(identityLocusStart[Int(locus.rawValue) + 1] - identityLocusStart[Int(locus.rawValue)])
  }

  /// The published name of an identity: a P group as `A*02:01P`, or the two fields of a protein that has none, as
  /// `A*01:06` or `A*01:147Q`.
  public func name(of identity: ARDCode, locus: Locus) -> String {
    let row = identityRow(identity, locus)
    let fields = AlleleFields(packed: identityFields[row])
    if identityMark[row] == IndexLayout.pGroupMark {
      return AlleleGroupName(locus: locus, fields: fields, kind: .p).description
    }
    let suffix = ExpressionSuffix(rawValue: identityMark[row]) ?? .none
    return AlleleName(locus: locus, fields: fields, suffix: suffix).description
  }

  /// The expressed alleles of an identity, in name order.
  public func members(of identity: ARDCode, locus: Locus) -> [AlleleCode] {
    let row = identityRow(identity, locus)
    return identityMembers[Int(identityMemberStart[row])..<Int(identityMemberStart[row + 1])].map { AlleleCode($0) }
  }

  private func identityRow(_ identity: ARDCode, _ locus: Locus) -> Int {
    Int(identityLocusStart[Int(locus.rawValue)]) + Int(identity.rawValue)
  }

  /// The identity that is the P group with these two fields.
  public func pGroup(of locus: Locus, fields: AlleleFields) -> ARDCode? {
    let range = identityLocusStart[Int(locus.rawValue)]..<identityLocusStart[Int(locus.rawValue) + 1]
    var row = identityFields.lowerBound(fields.packed, in: range)
    while row < range.upperBound, identityFields[Int(row)] == fields.packed {
      if identityMark[Int(row)] == IndexLayout.pGroupMark { return ARDCode(UInt16(row - range.lowerBound)) }
      row += 1
    }
    return nil
  }

  /// The identity of a protein alone on its line of hla_nom_p.txt, with these two fields and no suffix.
  public func lone(of locus: Locus, fields: AlleleFields) -> ARDCode? {
    let range = identityLocusStart[Int(locus.rawValue)]..<identityLocusStart[Int(locus.rawValue) + 1]
    let row = identityFields.lowerBound(fields.packed, in: range)
    guard row < range.upperBound, identityFields[Int(row)] == fields.packed, identityMark[Int(row)] == 0 else {
      return nil
    }
    return ARDCode(UInt16(row - range.lowerBound))
  }

  /// The members of a G group, null alleles included, in name order; nil where the release has no such group.
  public func gGroup(of locus: Locus, fields: AlleleFields) -> [AlleleCode]? {
    let range = gGroupLocusStart[Int(locus.rawValue)]..<gGroupLocusStart[Int(locus.rawValue) + 1]
    let row = gGroupFields.lowerBound(fields.packed, in: range)
    guard row < range.upperBound, gGroupFields[Int(row)] == fields.packed else { return nil }
    let members = gGroupMembers[Int(gGroupMemberStart[Int(row)])..<Int(gGroupMemberStart[Int(row) + 1])]
    return members.map { AlleleCode($0) }
  }

  /// The members of the G group that an allele belongs to; nil for an allele outside every G group.
  public func gGroupMembers(ofGroupWith code: AlleleCode) -> [AlleleCode]? {
    let row = alleleGGroup[Int(code.rawValue)]
    guard row != IndexLayout.noGroup else { return nil }
    return gGroupMembers[Int(gGroupMemberStart[Int(row)])..<Int(gGroupMemberStart[Int(row) + 1])].map { AlleleCode($0) }
  }

  /// The name of the G group of an allele.
  public func gGroupName(of code: AlleleCode) -> AlleleGroupName? {
    let row = alleleGGroup[Int(code.rawValue)]
    guard row != IndexLayout.noGroup else { return nil }
    return AlleleGroupName(locus: locus(of: code), fields: AlleleFields(packed: gGroupFields[Int(row)]), kind: .g)
  }
}
