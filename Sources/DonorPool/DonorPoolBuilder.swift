import HLANomenclature
import HLAReference
import HLATyping

/// Collects donors row by row into the columns of a ``DonorPool``.
public struct DonorPoolBuilder {
  /// The typings met so far; rows are read with it.
  public var tables: TypingTables
  private var identifiers = ByteInterner()
  private var identifierNumbers: [UInt32] = []
  private var typingNumbers: [[UInt32]]
  private var typings: [[LocusTyping]]
  private var numberOfKey: [[TypingKey: UInt32]]
  private var births: [Int32] = []
  private var facts: [PackedFacts] = []
  private var weights: [Float] = []
  private var kinships: [UInt32] = []
  private var kinshipLists: [String] = []
  private var kinshipNumber: [String: UInt32] = [:]
  private var kirNumbers: [UInt32] = []
  private var kirGenotypes = [KIRGenotype()]
  private var kirNumberOf = [KIRGenotype(): UInt32(0)]

  /// A builder without donors.
  public init(reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes? = nil) {
    tables = TypingTables(reference: reference, policy: policy, codes: codes)
    typingNumbers = Array(repeating: [], count: Locus.typed.count)
    typings = Array(repeating: [.untyped], count: Locus.typed.count)
    numberOfKey = Array(repeating: [.untyped: 0], count: Locus.typed.count)
  }

  /// Number of donors so far.
  public var count: Int { identifierNumbers.count }

  /// Takes note of an id, of a good row or of a rejected one.
  ///
  /// - Returns: Its number, or nil where the id stood before in any file of the run.
  public mutating func register(id: [UInt8]) -> UInt32? {
    let (number, isNew) = id.withUnsafeBufferPointer { identifiers.intern($0) }
    return isNew ? UInt32(number) : nil
  }

  /// Adds a donor.
  ///
  /// - Parameters:
  ///   - row: A good row, read with ``tables``.
  ///   - number: What ``register(id:)`` gave for its id.
  public mutating func append(_ row: PersonRow, number: UInt32) {
    identifierNumbers.append(number)
    for index in typingNumbers.indices { typingNumbers[index].append(typingNumber(row.typings[index], index)) }
    births.append(row.facts.birth.packed)
    facts.append(PackedFacts(row.facts, isUnknownType: row.unknownDonorType))
    weights.append(Float(row.facts.weight ?? 0))
    kinships.append(row.relatedTo.isEmpty ? 0 : kinship(row.relatedTo))
    kirNumbers.append(kirNumber(of: row.facts.kir))
  }

  private mutating func typingNumber(_ key: TypingKey, _ locus: Int) -> UInt32 {
    if let known = numberOfKey[locus][key] { return known }
    let number = UInt32(typings[locus].count)
    typings[locus].append(tables.loci[locus].typing(key))
    numberOfKey[locus][key] = number
    return number
  }

  private mutating func kirNumber(of genotype: KIRGenotype) -> UInt32 {
    if genotype.isUntested { return 0 }
    if let known = kirNumberOf[genotype] { return known }
    kirGenotypes.append(genotype)
    let number = UInt32(kirGenotypes.count - 1)
    kirNumberOf[genotype] = number
    return number
  }

  private mutating func kinship(_ list: String) -> UInt32 {
    if let known = kinshipNumber[list] { return known }
    kinshipLists.append(list)
    let number = UInt32(kinshipLists.count)
    kinshipNumber[list] = number
    return number
  }

  /// The finished pool.
  public consuming func finish() -> DonorPool {
    DonorPool(
      reference: tables.reference, typings: typings, typingNumbers: typingNumbers,
      identifiers: identifiers, identifierNumbers: identifierNumbers, births: births, facts: facts, weights: weights,
      kinships: kinships, kinshipLists: kinshipLists, kirNumbers: kirNumbers, kirGenotypes: kirGenotypes)
  }
}
