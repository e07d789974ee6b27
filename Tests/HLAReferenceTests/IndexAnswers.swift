import HLANomenclature

@testable import HLAReference

extension ReferenceIndex {
  /// The codes of all living alleles.
  var allCodes: [AlleleCode] { (0..<UInt32(alleleCount)).map { AlleleCode($0) } }

  /// The living allele with exactly this name.
  func code(_ text: String) -> AlleleCode? {
    guard let name = AlleleName(text) else { return nil }
    return alleles(of: name.locus, beginningWith: name.fields).map { AlleleCode($0) }.first {
      self.name(of: $0) == name
    }
  }

  /// The name of the identity of an allele, `null` or `unknown`.
  func identityName(_ code: AlleleCode) -> String {
    switch identity(of: code) {
    case .known(let identity): name(of: identity, locus: locus(of: code))
    case .unknown: "unknown"
    case .null: "null"
    }
  }

  /// Everything the index says of one allele, as one line.
  func answer(_ code: AlleleCode) -> String {
    let serology = serology(of: code)
    let columns = [serology.unambiguous, serology.possible, serology.assumed, serology.expert]
    let tce = tceGroup(of: code).map { "\($0.group)\($0.isPredicted ? "$" : "")" } ?? "-"
    let group = gGroupName(of: code)?.description ?? "-"
    let ligands = kirLigands(of: code).map { $0.names.description } ?? "unknown"
    let leader = leader(of: code)?.letter ?? "-"
    return
      "\(name(of: code)) \(accession(of: code)) \(group) \(identityName(code)) \(columns) \(tce) \(ligands) \(leader)"
  }

  /// Where a written name leads: the full names, or the error.
  func whereabouts(_ locus: Locus, _ text: String) -> String {
    do throws(NameResolutionError) {
      let found = try resolve(locus: locus, name: text)
      return "\(found.name): \(found.alleles.map { name(of: $0).description })"
    } catch {
      return "\(error)"
    }
  }
}

extension Locus {
  /// The eleven loci of typing files.
  static let typedNames = Set(Locus.typed.map(\.name))
}
