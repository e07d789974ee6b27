import HLANomenclature

extension ReferenceIndex {
  /// The codes of all living alleles of a locus, in name order.
  public func alleles(of locus: Locus) -> Range<UInt32> {
    alleleLocusStart[Int(locus.rawValue)]..<alleleLocusStart[Int(locus.rawValue) + 1]
  }

  /// The codes of all living alleles whose names begin with these fields, whatever their suffix.
  ///
  /// - Complexity: O(log alleles of the locus).
  public func alleles(of locus: Locus, beginningWith fields: AlleleFields) -> Range<UInt32> {
    let all = alleles(of: locus)
    let first = alleleFields.lowerBound(fields.packed, in: all)
    let last =
      fields.lastPacked == UInt64.max ? all.upperBound : alleleFields.lowerBound(fields.lastPacked + 1, in: all)
    return first..<last
  }

  /// The locus of an allele.
  public func locus(of code: AlleleCode) -> Locus {
    var index = 0
    while alleleLocusStart[index + 1] <= code.rawValue { index += 1 }
    return Locus(rawValue: UInt8(index))!
  }

  /// The fields of an allele's name.
  public func fields(of code: AlleleCode) -> AlleleFields { AlleleFields(packed: alleleFields[Int(code.rawValue)]) }

  /// The expression suffix of an allele's name.
  public func suffix(of code: AlleleCode) -> ExpressionSuffix {
    ExpressionSuffix(rawValue: alleleSuffix[Int(code.rawValue)]) ?? .none
  }

  /// The full name of an allele.
  public func name(of code: AlleleCode) -> AlleleName {
    AlleleName(locus: locus(of: code), fields: fields(of: code), suffix: suffix(of: code))
  }

  /// The accession number of an allele, 1 for HLA00001; 0 where no source gave one.
  public func accession(of code: AlleleCode) -> UInt32 { alleleAccession[Int(code.rawValue)] }

  /// The living allele with this accession number.
  ///
  /// - Complexity: O(alleles); only deleted names ask for it.
  public func allele(accession: UInt32) -> AlleleCode? {
    alleleAccession.firstIndex(of: accession).map { AlleleCode(UInt32($0)) }
  }

  /// What the allele contributes to matching.
  public func identity(of code: AlleleCode) -> AlleleIdentity {
    switch alleleIdentity[Int(code.rawValue)] {
    case IndexLayout.nullIdentity: .null
    case IndexLayout.unknownIdentity: .unknown
    case let known: .known(ARDCode(known))
    }
  }

  /// The serological antigens of an allele; empty columns where rel_dna_ser.txt has no row or says `0` or `?`.
  public func serology(of code: AlleleCode) -> SerologyAssignment {
    let row = alleleSerology[Int(code.rawValue)]
    return row == IndexLayout.noSerology ? SerologyAssignment() : serology(row: Int(row))
  }

  /// Where in ``serologyValues`` the antigens of a distinct row of rel_dna_ser.txt stand, all four columns together.
  func serologyValues(ofRow row: Int) -> Range<Int> { Int(serologyStart[row * 4])..<Int(serologyStart[row * 4 + 4]) }

  private func serology(row: Int) -> SerologyAssignment {
    func column(_ index: Int) -> [UInt16] {
      let at = row * 4 + index
      return Array(serologyValues[Int(serologyStart[at])..<Int(serologyStart[at + 1])])
    }
    var assignment = SerologyAssignment()
    assignment.unambiguous = column(0)
    assignment.possible = column(1)
    assignment.assumed = column(2)
    assignment.expert = column(3)
    return assignment
  }

  /// How well the allele is known.
  public func status(of code: AlleleCode) -> AlleleStatus { AlleleStatus(rawValue: alleleStatus[Int(code.rawValue)]) }

  /// The T-cell epitope group of a DPB1 allele; nil where it is not assigned.
  public func tceGroup(of code: AlleleCode) -> TCEGroup? {
    let byte = alleleTCE[Int(code.rawValue)]
    return byte & 3 == 0 ? nil : TCEGroup(group: byte & 3, isPredicted: byte & 4 != 0)
  }
}

extension UnsafeBufferPointer<UInt64> {
  /// The first position of an ascending range whose value is not less than `packed`; `range.upperBound` if none.
  func lowerBound(_ packed: UInt64, in range: Range<UInt32>) -> UInt32 {
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if self[Int(middle)] < packed { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
