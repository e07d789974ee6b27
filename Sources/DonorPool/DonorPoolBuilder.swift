import HLANomenclature
import HLAReference
import HLATyping

/// A row whose id an earlier row of the run had; each id was expected once.
public struct RepeatedID: Hashable, Sendable {
  /// Where its id stands.
  public let place: DonorPlace
  /// The row was rejected for another reason before.
  public let wasRejected: Bool
}

/// A finished pool and what was noticed on the way.
public struct FinishedPool: Sendable {
  /// The pool.
  public let pool: DonorPool
  /// Rows that were left out for their ids, in the order of reading.
  public let repeated: [RepeatedID]
}

/// Collects donors row by row and makes a ``DonorPool`` of them, with memory that does not depend on their number.
///
/// Rows are set aside sorted by id; once all are read, the frequencies of their typings are known and the planes are
/// written in a second pass.
public struct DonorPoolBuilder: ~Copyable {
  /// Bytes of rows held before they are set aside in a temporary file.
  public static let usualMemory = 1 << 28

  /// The typings met so far; rows are read with it.
  public var tables: TypingTables
  /// Bits of a class code, at most; tests make classes scarce.
  package var classWidth = LocusClasses.widest
  private var runs: SortedRuns
  private let writer = RawWriter(capacity: 1024)
  private var rows = 0
  private var bytes = 0
  private var usage: TypingUsage
  private var kinships = NumberedValues<String>()
  private var genotypes = NumberedValues<KIRGenotype>()

  /// A builder without donors.
  ///
  /// - Parameters:
  ///   - memory: Bytes of rows held before they are set aside.
  ///   - folder: Where temporary files may stand.
  public init(
    reference: ReferenceIndex, policy: TypingPolicy, codes: MultipleAlleleCodes? = nil,
    memory: Int = DonorPoolBuilder.usualMemory, folder: String = "/tmp"
  ) {
    tables = TypingTables(reference: reference, policy: policy, codes: codes)
    usage = TypingUsage(loci: Locus.ten.count)
    runs = SortedRuns(limit: memory, folder: folder)
  }

  /// Number of donors so far, those with repeated ids included.
  public var count: Int { rows }

  /// Bytes that the pool will take, about.
  public var size: Int { bytes + rows * 20 }

  /// Adds a donor.
  ///
  /// - Parameters:
  ///   - row: A good row, read with ``tables``.
  ///   - place: Where its id stands.
  /// - Throws: ``DonorPoolError/writeFailed(_:)``, such as for a full disk.
  public mutating func append(_ row: PersonRow, at place: DonorPlace) throws(DonorPoolError) {
    rows += 1
    for index in Locus.ten.indices { usage.add(row.typings[index], index) }
    writer.removeAll()
    let kinship = row.relatedTo.isEmpty ? 0 : kinships.number(of: row.relatedTo)
    let kir = row.facts.kir.isUntested ? 0 : genotypes.number(of: row.facts.kir)
    DonorRecord.write(row, kinship: kinship, kir: kir, to: writer)
    bytes += writer.count + RawWriter.longestNumber
    try runs.append(row.id, place, record: writer.bytes)
  }

  /// Takes note of the id of a rejected row: later rows with it are rejected too, since which of them is meant cannot be
  /// told.
  public mutating func refuse(_ id: [UInt8], at place: DonorPlace) throws(DonorPoolError) {
    if id.isEmpty { return }
    try runs.append(id, place, record: UnsafeRawBufferPointer(start: nil, count: 0))
  }

  /// Writes the pool.
  ///
  /// - Parameters:
  ///   - sink: Where its bytes go.
  ///   - facts: What it was made from; release, policy and numbers of donors are filled in here.
  ///   - keepsOrder: The pool remembers in memory which donor was read when (``DonorPool/inputOrder``).
  /// - Throws: ``DonorPoolError/writeFailed(_:)``.
  public consuming func finish(
    into sink: PoolSink, facts: PoolFacts = PoolFacts(), keepsOrder: Bool = false
  ) throws(DonorPoolError) -> FinishedPool {
    let encoders = Locus.ten.enumerated().map {
      LocusEncoder(
        tables.loci[$0], usage.keys($0, tables.loci[$0], width: classWidth), locus: $1, reference: tables.reference)
    }
    var assembly = PoolAssembly(sink, encoders: encoders, genotypes: genotypes.values, rows: rows, bytes: bytes)
    var repeated: [RepeatedID] = []
    var order: [(order: Int, row: UInt32)] = []
    var places: [Int] = []
    var last: [UInt8] = []
    var isFirst = true
    try runs.forEach { pending throws(DonorPoolError) in
      if !isFirst, pending.id.elementsEqual(last) {
        repeated.append(RepeatedID(place: pending.place, wasRejected: pending.record.isEmpty))
        return
      }
      isFirst = false
      last.removeAll(keepingCapacity: true)
      last.append(contentsOf: pending.id)
      if pending.record.isEmpty { return }
      if keepsOrder {
        order.append((pending.place.order, UInt32(assembly.count)))
        places.append(assembly.recordBytes)
      }
      try assembly.add(pending.record)
    }
    var facts = facts
    let reference = tables.reference.facts
    (facts.release, facts.sourceHash, facts.isExcerpt) = (reference.release, reference.sourceHash, reference.isExcerpt)
    facts.policy = tables.policy
    facts.rejected += repeated.count { !$0.wasRejected }
    facts.donors = assembly.count
    try assembly.finish(facts, tables, kinships: kinships.values, genotypes: genotypes.values)
    let pool = try DonorPool(
      try sink.takeStorage(), reference: tables.reference,
      inputOrder: keepsOrder ? order.sorted { $0.order < $1.order }.map(\.row) : nil,
      recordPlaces: keepsOrder ? places + [assembly.recordBytes] : nil)
    return FinishedPool(pool: pool, repeated: repeated.sorted { $0.place < $1.place })
  }
}

/// Values numbered from 1 in the order first met.
struct NumberedValues<Value: Hashable> {
  private(set) var values: [Value] = []
  private var numbers: [Value: UInt32] = [:]

  mutating func number(of value: Value) -> UInt32 {
    if let known = numbers[value] { return known }
    values.append(value)
    numbers[value] = UInt32(values.count)
    return UInt32(values.count)
  }
}

/// How often each cell and each joint typing occurs at the loci of the ten.
struct TypingUsage {
  /// Joint typings that are followed one by one.
  private var cells: [[UInt32]]
  private var joints: [[UInt32]]

  init(loci: Int) {
    cells = Array(repeating: [], count: loci)
    joints = cells
  }

  mutating func add(_ key: TypingKey, _ locus: Int) {
    if let joint = key.joint { return TypingUsage.count(joint, 1, &joints[locus]) }
    if key.first == 0 { return }
    TypingUsage.count(Int(key.first), key.second == 0 ? 2 : 1, &cells[locus])
    if key.second != 0 { TypingUsage.count(Int(key.second), 1, &cells[locus]) }
  }

  private static func count(_ number: Int, _ times: UInt32, _ counts: inout [UInt32]) {
    if number >= counts.count { counts += [UInt32](repeating: 0, count: max(64, number + 1 - counts.count)) }
    counts[number] &+= times
  }

  /// The classes that a locus needs.
  func keys(_ locus: Int, _ table: LocusTypingTable, width: Int) -> ClassBuilder {
    var weights: [CodeSet: Int] = [:]
    var joined: Set<CodeSet> = []
    for (number, count) in cells[locus].enumerated() where count > 0 {
      guard case .position(let position) = table.dnaCells[number], !position.isNull, !position.isNew else { continue }
      weights[position.identities, default: 0] += Int(count)
    }
    for (number, count) in joints[locus].enumerated() where count > 0 {
      guard case .pairs(let pairs) = table.jointTypings[number].genotype(.ard) else { continue }
      if pairs.count > 1 {
        joined.insert(LocusCode.union(pairs.map(\.first)))
        joined.insert(LocusCode.union(pairs.map(\.second)))
      } else {
        weights[pairs[0].first, default: 0] += Int(count)
        weights[pairs[0].second, default: 0] += Int(count)
      }
    }
    return ClassBuilder(weights: weights, joined: joined, width: width)
  }
}
