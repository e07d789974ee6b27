import HLANomenclature
import HLAReference
import HLATyping

/// Donors of one run as packed columns: numbers of distinct typings, facts in a few bytes, ids apart.
///
/// Row order is the order of the input files. A donor takes 68 bytes beside the id: eleven typing numbers (44), id
/// number, birth, facts, weight, kinship and KIR genotype (24).
public struct DonorPool: Sendable {
  /// The release that the typings were resolved against.
  public let reference: ReferenceIndex
  /// For each locus of ``Locus/typed``, the distinct typings of the pool.
  public let typings: [[LocusTyping]]
  /// For each locus of ``Locus/typed``, one number a donor into ``typings``.
  public let typingNumbers: [[UInt32]]
  let identifiers: ByteInterner
  let identifierNumbers: [UInt32]
  let births: [Int32]
  let facts: [PackedFacts]
  let weights: [Float]
  let kinships: [UInt32]
  let kinshipLists: [String]
  let kirNumbers: [UInt32]
  let kirGenotypes: [KIRGenotype]

  /// Number of donors.
  public var count: Int { identifierNumbers.count }

  /// The id of a donor, in UTF-8.
  public func id(_ row: Int) -> ArraySlice<UInt8> { identifiers.bytes(Int(identifierNumbers[row])) }

  /// The id of a donor.
  public func idText(_ row: Int) -> String { String(decoding: id(row), as: UTF8.self) }

  /// The row of the donor with this id.
  ///
  /// - Complexity: O(donors); only explanations ask for it.
  public func row(id: String) -> Int? { (0..<count).first { self.id($0).elementsEqual(id.utf8) } }

  /// The typing of a donor at a locus of ``Locus/typed``.
  public func typing(_ row: Int, _ locus: Locus) -> LocusTyping {
    typings[Int(locus.rawValue)][Int(typingNumbers[Int(locus.rawValue)][row])]
  }

  /// The optional facts of a donor.
  public func facts(_ row: Int) -> PersonFacts {
    var facts = self.facts[row].unpacked
    facts.birth = BirthFact(packed: births[row])
    facts.weight = weights[row] == 0 ? nil : Double(weights[row])
    facts.kir = kirGenotypes[Int(kirNumbers[row])]
    return facts
  }

  /// The age of a donor in complete years on a day.
  public func age(_ row: Int, on date: CalendarDate) -> Int? { BirthFact(packed: births[row]).age(on: date) }

  /// Whether a donor can be asked.
  public func isAvailable(_ row: Int) -> Bool { facts[row].isAvailable }

  /// Adult, cord or msc; nil for a word that is none of them.
  public func donorType(_ row: Int) -> DonorType? { facts[row].donorType }

  /// The relation of a donor to a patient.
  ///
  /// - Parameter isOnlyPatient: The run has exactly one patient, so that a relation without `related_to` holds.
  public func relation(_ row: Int, to patient: String, isOnlyPatient: Bool) -> Relation {
    let relation = facts[row].relation
    guard relation != .unrelated else { return .unrelated }
    let list = kinships[row]
    if list == 0 { return isOnlyPatient ? relation : .unrelated }
    let names = kinshipLists[Int(list) - 1].split(separator: ";")
    return names.contains { $0.trimmed.utf8.elementsEqual(patient.utf8) }
      ? relation : .unrelated
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
