import HLANomenclature

/// The living alleles that a written name stands for in one release.
public struct NameResolution: Equatable, Sendable {
  /// The name that the release uses now.
  public var name: AlleleName
  /// The living alleles, in name order; never empty.
  public var alleles: [AlleleCode]
  /// How the written name led there, where it was not current.
  public var lifts: [NameLift] = []

  /// The name is the full name of one allele.
  public var isFullName: Bool { alleles.count == 1 && !isPrefix }
  var isPrefix: Bool
}

/// A written name that was replaced by a current one.
public struct NameLift: Equatable, Sendable {
  /// How sure the step is.
  public enum Ground: String, Sendable {
    /// The successor field of hla_nom.txt.
    case successor
    /// The accession in Deleted_alleles.txt lives on under another name.
    case accession
    /// Nomenclature_2009.txt.
    case nomenclature2009
    /// The digits split two by two: right for most pre-2010 names, checked only for existence.
    case digitSplit
  }

  /// The name as written, with its locus.
  public let from: String
  /// The name that replaces it.
  public let to: String
  /// What the step rests on.
  public let ground: Ground
}

/// Why a written name stands for no living allele.
public enum NameResolutionError: Error, Equatable, Sendable {
  /// The text does not follow the grammar of allele names.
  case malformed(String)
  /// No living or deleted allele has this name.
  case unknown(String)
  /// The name was deleted and the release names no successor.
  case deletedWithoutSuccessor(String)
  /// Deleted names that lead in a circle; a fault of the source files.
  case circular(String)
  /// A pre-2010 name whose meaning only Nomenclature_2009.txt tells.
  case needsNomenclature2009(String)
  /// A deleted name written without its suffix, where several suffixes existed.
  case ambiguousSuffix(String)
}

extension ReferenceIndex {
  /// Finds the living alleles that a name stands for: living names first, then deleted and pre-2010 names.
  ///
  /// - Parameters:
  ///   - locus: The gene.
  ///   - text: What stands after the asterisk, as `02:01`, `01:34N` or, before 2010, `0201`.
  /// - Throws: ``NameResolutionError``, quoting the name with its locus.
  ///
  /// Source: DOMAIN 2.2 and 2.3; FORMATS 3.
  public func resolve(
    locus: Locus, name text: String
  ) throws(NameResolutionError) -> NameResolution {
    var walk = NameWalk(index: self, locus: locus)
    return try walk.resolve(text)
  }

  /// The living alleles of a current name, in name order; with a suffix, only those that carry it (DOMAIN 2.3).
  ///
  /// - Returns: Empty where the name is not that of a living allele; it may then be a former one, for
  ///   ``resolve(locus:name:)``.
  public func living(_ name: AlleleName) -> [AlleleCode] {
    let range = alleles(of: name.locus, beginningWith: name.fields)
    if name.suffix == .none { return range.map { AlleleCode($0) } }
    return range.filter { alleleSuffix[Int($0)] == name.suffix.rawValue }.map { AlleleCode($0) }
  }
}

/// One walk from a written name to living alleles; remembers its steps, so that circles end.
struct NameWalk {
  let index: ReferenceIndex
  let locus: Locus
  private var lifts: [NameLift] = []
  private var visited = Set<String>()

  init(index: ReferenceIndex, locus: Locus) {
    self.index = index
    self.locus = locus
  }

  mutating func resolve(_ text: String) throws(NameResolutionError) -> NameResolution {
    let written = "\(locus.name)*\(text)"
    guard visited.insert(written).inserted, visited.count < 16 else { throw .circular(written) }
    // MICA*005: only genes with three digits in the first field have alleles of one field.
    let digits = text.utf8.prefix { $0 &- 48 < 10 }.count
    let isCurrent = text.utf8.contains(UInt8(ascii: ":")) || (digits == 3 && locus.firstFieldWidth == 3)
    if isCurrent { return try resolveCurrent(text, written) }
    return try resolveFormer(text, written)
  }

  private mutating func resolveCurrent(_ text: String, _ written: String) throws(NameResolutionError) -> NameResolution
  {
    guard let name = AlleleName(locus: locus, afterStar: text) else { throw .malformed(written) }
    if let found = livingResolution(name) { return found }
    if let retired = try retiredValue(text) { return try follow(retired, from: written) }
    throw .unknown(written)
  }

  private func livingResolution(_ name: AlleleName) -> NameResolution? {
    let alleles = index.living(name)
    guard let first = alleles.first else { return nil }
    let isPrefix = alleles.count > 1 || index.fields(of: first) != name.fields
    return NameResolution(name: name, alleles: alleles, lifts: lifts, isPrefix: isPrefix)
  }

  /// Pre-2010 names, in the order of DOMAIN 2.2.
  private mutating func resolveFormer(_ text: String, _ written: String) throws(NameResolutionError) -> NameResolution {
    let digits = text.utf8.prefix { $0 &- 48 < 10 }.count
    guard (4...8).contains(digits), text.utf8.count <= digits + 1,
      text.utf8.count == digits || ExpressionSuffix(rawValue: text.utf8.last!) ?? .none != .none
    else { throw .malformed(written) }
    let retired = try retiredValue(text)
    let isSuccessor = retired.map { !$0.hasPrefix("#") } ?? false
    if isSuccessor, let retired { return try follow(retired, from: written) }
    for letters in lociLetters {
      if let target = index.formerNames.value(of: "\(letters)*\(text)") {
        if target == "None" { throw .deletedWithoutSuccessor(written) }
        return try step(to: target, from: written, ground: .nomenclature2009)
      }
    }
    if let retired { return try follow(retired, from: written) }
    if digits == text.utf8.count, digits % 2 == 0, let common = commonPrefix(text) {
      return try step(to: common, from: written, ground: .nomenclature2009)
    }
    return try splitDigits(text, digits, written)
  }

  private mutating func splitDigits(
    _ text: String, _ digits: Int, _ written: String
  ) throws(NameResolutionError) -> NameResolution {
    let isShifted = (locus == .a && text.hasPrefix("92")) || (locus == .b && text.hasPrefix("95"))
    if isShifted, !index.facts.hasFormerNames { throw .needsNomenclature2009(written) }
    guard digits % 2 == 0 else { throw .unknown(written) }
    let bytes = Array(text.utf8)
    let pairs = stride(from: 0, to: digits, by: 2).map { String(decoding: bytes[$0..<$0 + 2], as: UTF8.self) }
    let target = pairs.joined(separator: ":") + String(decoding: bytes[digits...], as: UTF8.self)
    guard let name = AlleleName(locus: locus, afterStar: target) else { throw .unknown(written) }
    let isRetired = try retiredValue(target) != nil
    guard isRetired || !index.living(name).isEmpty else { throw .unknown(written) }
    return try step(to: "\(locus.name)*\(target)", from: written, ground: .digitSplit)
  }

  /// The fields common to all names of 2009 that begin with this one at a two-digit boundary, no more than it has
  /// itself; nil where they agree in fewer than two.
  private func commonPrefix(_ text: String) -> String? {
    var common: [UInt16]?
    for letters in lociLetters {
      let key = "\(letters)*\(text)"
      for row in index.formerNames.rows(beginningWith: key) {
        let rest = index.formerNames.key(row).dropFirst(key.utf8.count).prefix { $0 &- 48 < 10 }
        guard !rest.isEmpty, rest.count % 2 == 0 else { continue }
        guard let fields = currentFields(index.formerNames.value(row)) else { continue }
        common = common.map { Array(zip($0, fields).prefix { $0 == $1 }.map(\.0)) } ?? fields
      }
    }
    guard let fields = common?.prefix(text.utf8.count / 2), fields.count >= 2 else { return nil }
    return AlleleName(locus: locus, fields: AlleleFields(Array(fields))).description
  }

  /// The fields of a target of Nomenclature_2009.txt, followed further where it is itself an old name.
  private func currentFields(_ target: String) -> [UInt16]? {
    guard target != "None" else { return nil }
    if target.contains(":") { return AlleleName(target)?.fields.values }
    var walk = self
    return try? walk.resolve(afterStar(target)).name.fields.values
  }

  /// What the release says of a deleted name, also where it is written without its suffix and no living name has
  /// that stem.
  private func retiredValue(_ text: String) throws(NameResolutionError) -> String? {
    let isStem = text.utf8.last.map { $0 &- 48 < 10 } ?? false
    var found = Set<String>()
    for letters in lociLetters {
      let name = "\(letters)*\(text)"
      for row in index.retiredNames.rows(beginningWith: name) {
        let rest = index.retiredNames.key(row).dropFirst(name.utf8.count)
        if rest.isEmpty { return index.retiredNames.value(row) }
        let suffix = rest.count == 1 ? ExpressionSuffix(rawValue: rest.first ?? 0) ?? .none : .none
        if isStem, suffix != .none { found.insert(index.retiredNames.value(row)) }
      }
    }
    if found.count > 1 { throw .ambiguousSuffix("\(locus.name)*\(text)") }
    return found.first
  }

  private mutating func follow(_ value: String, from written: String) throws(NameResolutionError) -> NameResolution {
    if value.isEmpty { throw .deletedWithoutSuccessor(written) }
    if value.utf8.first == UInt8(ascii: "#") {
      guard let accession = UInt32(value.dropFirst()), let code = index.allele(accession: accession) else {
        throw .deletedWithoutSuccessor(written)
      }
      return try step(to: index.name(of: code).description, from: written, ground: .accession)
    }
    return try step(to: value, from: written, ground: .successor)
  }

  private mutating func step(
    to target: String, from written: String, ground: NameLift.Ground
  ) throws(NameResolutionError) -> NameResolution {
    lifts.append(NameLift(from: written, to: target, ground: ground))
    return try resolve(afterStar(target))
  }

  private func afterStar(_ name: String) -> String { String(name.drop { $0 != "*" }.dropFirst()) }

  /// `Cw` beside `C`: the official files keep pre-2010 names of HLA-C under it.
  private var lociLetters: [String] { locus == .c ? ["C", "Cw"] : [locus.name] }
}
