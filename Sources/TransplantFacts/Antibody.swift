import HLANomenclature
import HLAReference
import HLATyping

/// An antibody of a patient against HLA, and how strong it is.
public struct Antibody: Hashable, Sendable {
  /// What the antibody binds.
  public enum Target: Hashable, Sendable {
    /// A serological antigen with its splits and associated antigens.
    case antigen(Antigen)
    /// The identities of an allele, or of all alleles of a name of fewer fields.
    case identities(Locus, CodeSet)
    /// Every product of a gene: DR51, DR52 and DR53 are those of DRB5, DRB3 and DRB4.
    case gene(Locus)
  }

  /// The name as reports show it: `A2`, `Cw7`, `DRB1*04:01`.
  public let name: String
  /// What it binds.
  public let target: Target
  /// Mean fluorescence intensity; nil where the list gives none.
  public let strength: Double?

  /// The locus whose product it binds.
  public var locus: Locus {
    switch target {
    case .antigen(let antigen): antigen.locus
    case .identities(let locus, _), .gene(let locus): locus
    }
  }

  /// Whether it counts at a cut-off; one without a strength always does.
  ///
  /// - Parameter cutOff: The least mean fluorescence intensity that counts.
  public func counts(from cutOff: Int) -> Bool { strength.map { $0 >= Double(cutOff) } ?? true }
}

/// Why an item of an antibody list is not understood, or not wholly.
public struct AntibodyFault: Error, Hashable, Sendable {
  /// What kind of fault it is.
  public enum Kind: String, Sendable, CaseIterable {
    /// No antigen, allele or gene has this name in the release.
    case unknownAntibody = "unknown_antibody"
    /// Bw4 or Bw6, which many antigens carry.
    case publicEpitope = "antibody_public_epitope"
    /// The strength is no number; the antibody counts as if it had none.
    case badStrength = "bad_antibody_strength"
  }

  /// What kind of fault it is; its raw value is the code of warnings files.
  public let kind: Kind
  /// The item as written.
  public let item: String
  /// What is wrong; what was expected.
  public let message: String
}

/// A cell of the column `antibodies`, understood against a release: `A2=5200;DRB1*04:01=900;DQ7`.
public struct AntibodyList: Hashable, Sendable {
  /// The greatest strength that a reading can have.
  private static let greatestStrength = 1e6

  /// The antibodies, in the order of the cell, each name once.
  public private(set) var antibodies: [Antibody] = []
  /// What was not understood; never part of the answers, always to be told.
  public private(set) var faults: [AntibodyFault] = []

  /// No antibodies.
  public init() {}

  /// Understands a cell.
  ///
  /// An antibody that is repeated counts once, with its greatest strength, or without one where a repetition has none.
  ///
  /// - Parameters:
  ///   - cell: Antigens and alleles parted by `;`, each with its mean fluorescence intensity after `=` where known.
  ///   - resolver: The release, and the table of multiple allele codes.
  public init(_ cell: String, resolver: TypingResolver) {
    var reading = AntibodyReading(resolver)
    for part in cell.split(separator: ";") {
      let item = AntibodyList.trimmed(part)
      if !item.isEmpty { read(item, &reading) }
    }
  }

  private mutating func read(_ item: String, _ reading: inout AntibodyReading) {
    let sides = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let name = AntibodyList.trimmed(sides[0])
    let place: Int
    if let known = reading.places[name] {
      place = known
    } else if let known = reading.refused[name] {
      faults.append(AntibodyFault(kind: known.kind, item: item, message: known.message))
      return
    } else {
      do throws(AntibodyFault) {
        let (shown, target) = try AntibodyList.target(name, reading.resolver)
        place = reading.places[shown] ?? antibodies.count
        if place == antibodies.count { antibodies.append(Antibody(name: shown, target: target, strength: 0)) }
        (reading.places[name], reading.places[shown]) = (place, place)
      } catch {
        reading.refused[name] = error
        faults.append(AntibodyFault(kind: error.kind, item: item, message: error.message))
        return
      }
    }
    let strength = sides.count == 2 ? AntibodyList.number(AntibodyList.trimmed(sides[1])) : nil
    if sides.count == 2, strength == nil {
      faults.append(
        AntibodyFault(
          kind: .badStrength, item: item,
          message: "the strength of this antibody is no number from 0 to 1000000, so it counts as not known; a mean "
            + "fluorescence intensity was expected"))
    }
    let former = antibodies[place]
    let greater = former.strength.flatMap { own in strength.map { max(own, $0) } }
    antibodies[place] = Antibody(name: former.name, target: former.target, strength: greater)
  }

  private static func trimmed(_ text: Substring) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    var rest = text.drop(while: isBlank)
    while let last = rest.last, isBlank(last) { rest.removeLast() }
    return String(rest)
  }

  /// Digits with or without a decimal point.
  private static func number(_ text: String) -> Double? {
    guard !text.isEmpty, text.utf8.count <= 12, text.utf8.allSatisfy({ $0 &- 48 < 10 || $0 == 46 }),
      let value = Double(text), value <= greatestStrength
    else { return nil }
    return value
  }

  private static func target(
    _ name: String, _ resolver: TypingResolver
  ) throws(AntibodyFault) -> (String, Antibody.Target) {
    let bare = name.hasPrefix("HLA-") ? String(name.dropFirst(4)) : name
    if let star = bare.firstIndex(of: "*") { return try allele(bare, Locus(name: bare[..<star]), resolver) }
    if bare == "Bw4" || bare == "Bw6" {
      throw AntibodyFault(
        kind: .publicEpitope, item: name,
        message: "\(bare) is an epitope of many antigens and is not compared; the antigens themselves were expected")
    }
    let letters = bare.prefix { $0.isLetter }
    let digits = bare.dropFirst(letters.count)
    guard let locus = Antigen.gene(ofLetters: letters), digits.utf8.allSatisfy({ $0 &- 48 < 10 }),
      digits.first != "0", let number = UInt16(digits)
    else { throw unknown(name) }
    let genes: [UInt16: String] = [51: "DRB5", 52: "DRB3", 53: "DRB4"]
    if locus == .drb1, let gene = genes[number].flatMap({ Locus(name: $0) }) { return ("DR\(number)", .gene(gene)) }
    let antigen = Antigen(locus: locus, number: number)
    guard !resolver.reference.alleles(with: antigen).isEmpty else { throw unknown(name) }
    return (antigen.description, .antigen(antigen))
  }

  private static func allele(
    _ name: String, _ locus: Locus?, _ resolver: TypingResolver
  ) throws(AntibodyFault) -> (String, Antibody.Target) {
    guard let locus, Locus.typed.contains(locus) else { throw unknown(name) }
    let found: CellTyping
    do throws(TypingFault) { found = try resolver.cell(name, locus: locus) } catch {
      throw AntibodyFault(
        kind: .unknownAntibody, item: name,
        message:
          "this antibody names no allele that is known here (\(error.code)); a name such as A2, DQ7 or DRB1*04:01 was "
          + "expected")
    }
    guard case .position(let position) = found, !position.isNew, !position.isNull,
      !position.identities.codes.isEmpty
    else { throw unknown(name) }
    return (name, .identities(locus, CodeSet(position.identities.codes)))
  }

  private static func unknown(_ name: String) -> AntibodyFault {
    AntibodyFault(
      kind: .unknownAntibody, item: name,
      message:
        "this antibody names no antigen and no expressed allele of the release; a name such as A2, DQ7 or DRB1*04:01 "
        + "was expected")
  }
}

/// What was found while a cell is read, by names as written and as shown: where each antibody stands, and what names none.
private struct AntibodyReading {
  let resolver: TypingResolver
  var places: [String: Int] = [:]
  var refused: [String: AntibodyFault] = [:]

  init(_ resolver: TypingResolver) { self.resolver = resolver }
}
