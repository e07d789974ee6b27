import Alloreactivity
import CMatchKernels
import HLANomenclature
import HLATyping

/// Writes donors, ascending by id, as planes and records.
struct PoolAssembly {
  private let sink: PoolSink
  private var encoders: [LocusEncoder]
  /// What the KIR genotypes that records name tell NK models, the untested one first.
  private let receptors: [UInt16]
  private let block: BlockBuilder
  private var scan: PoolSectionStream
  private var records: PoolSectionStream
  private var starts: [UInt8] = []
  private var related = ByteWriter()
  private var relatedCount = 0
  private let writer = RawWriter(capacity: 1024)
  private(set) var count = 0

  /// - Parameters:
  ///   - rows: Donors there may be at most.
  ///   - bytes: Bytes that their records may take at most.
  ///   - genotypes: The KIR genotypes that records name, from 1.
  init(_ sink: PoolSink, encoders: [LocusEncoder], genotypes: [KIRGenotype], rows: Int, bytes: Int) {
    (self.sink, self.encoders) = (sink, encoders)
    receptors = ([KIRGenotype()] + genotypes).map(NKDonorFacts.receptors)
    block = BlockBuilder(widths: encoders.map { $0.builder.classes.width })
    let blocks = (rows + PoolLayout.rowsInBlock - 1) / PoolLayout.rowsInBlock
    scan = PoolSectionStream(.scan, at: PoolLayout.sectionAlignment, chunk: block.layout.byteCount)
    let end = PoolFileWriter.aligned(scan.place.offset + blocks * block.layout.byteCount)
    records = PoolSectionStream(.records, at: end, chunk: PoolLayout.recordChunk)
  }

  /// Bytes of the records so far.
  var recordBytes: Int { records.length }

  /// Adds a record without its length.
  mutating func add(_ bytes: UnsafeRawBufferPointer) throws(DonorPoolError) {
    let record: DonorRecord
    do throws(CodingFault) {
      record = try DonorRecord(bytes)
      var (least, most): (UInt8, UInt8) = (0, 0)
      var (isExact, isIrregular) = (true, false)
      var ligands: CertainLigands = []
      try record.forEachKey(upTo: encoders.count) { index, key in
        let code = encoders[index].code(key)
        block.set(index, code.first, code.second)
        least += code.homozygosity.lowerBound
        most += code.homozygosity.upperBound
        ligands.formUnion(code.ligands)
        isExact = isExact && code.isExact
        isIrregular = isIrregular || code.isIrregular
      }
      let facts = PlaneFacts(
        record, homozygous: least...most, isExact: isExact, isIrregular: isIrregular,
        nk: NKDonorFacts(ligands, kir: receptors[record.kir]))
      block.setFacts(facts.word)
    } catch {
      throw .damaged("temporary file")
    }
    noteRelation(record)
    if count % PoolLayout.rowsInGroup == 0 { starts.appendWord(UInt64(records.length)) }
    writer.removeAll()
    writer.makeRoom(bytes.count + RawWriter.longestNumber)
    writer.put(text: bytes)
    try records.append(writer.bytes, to: sink)
    count += 1
    if block.isFull { try scan.append(block.take(), to: sink) }
  }

  private mutating func noteRelation(_ record: DonorRecord) {
    guard record.facts.relation != .unrelated else { return }
    relatedCount += 1
    for value in [count, record.kinship] { related.number(value) }
    related.text(record.facts.relation.rawValue)
  }

  mutating func finish(
    _ facts: PoolFacts, _ tables: TypingTables, kinships: [String], genotypes: [KIRGenotype]
  ) throws(DonorPoolError) {
    if block.count > 0 { try scan.append(block.take(), to: sink) }
    var file = PoolFileWriter(sink)
    try file.finish(&scan)
    try file.finish(&records)
    try file.add(.recordStarts, starts)
    try file.add(.classes, PoolAssembly.bytes(encoders.map(\.classes)))
    let typings = StoredTypings.bytes(tables)
    try file.add(.typingStarts, typings.starts)
    try file.add(.cells, typings.cells)
    try file.add(.jointTypings, typings.joints)
    var kin = ByteWriter()
    kin.number(kinships.count)
    for list in kinships { kin.text(list) }
    kin.number(relatedCount)
    try file.add(.kinship, kin.bytes + related.bytes)
    var kir = ByteWriter()
    kir.number(genotypes.count)
    for genotype in genotypes { kir.genotype(genotype) }
    try file.add(.kirGenotypes, kir.bytes)
    try file.add(.facts, facts.bytes)
    try file.close()
  }

  private static func bytes(_ loci: [LocusClasses]) -> [UInt8] {
    var writer = ByteWriter()
    for locus in loci {
      writer.number(locus.classes.count)
      for (item, occurs) in zip(locus.classes, locus.occurs) {
        writer.number((item.isSharp ? 1 : 0) + (occurs ? 2 : 0))
        writer.codes(item.set)
      }
    }
    return writer.bytes
  }
}

/// Where the planes of a block lie: for each locus of the ten the first positions' codes, then the second positions',
/// then the facts, each plane a bit a donor of a block.
public struct BlockLayout: Equatable, Sendable {
  /// Bits of the codes of each locus.
  public let widths: [Int]
  /// The first plane of each locus's first position; the second position follows it.
  public let planes: [Int]
  /// The first plane of the facts.
  public let factPlane: Int
  /// Words of a plane.
  public static let words = PoolLayout.wordsInBlock

  init(widths: [Int]) {
    self.widths = widths
    var planes: [Int] = []
    var next = 0
    for width in widths {
      planes.append(next)
      next += 2 * width
    }
    self.planes = planes
    factPlane = next
  }

  /// The number that `width` planes from `plane` on give the donor at a place of a block.
  public static func number(_ planes: UnsafePointer<UInt64>, _ plane: Int, _ width: Int, _ place: Int) -> Int {
    let (word, shift) = (planes + plane * words + place / 64, UInt64(place % 64))
    var number = 0
    for bit in 0..<width { number |= Int(word[bit * words] &>> shift & 1) &<< bit }
    return number
  }

  /// Bytes of a block.
  public var byteCount: Int { (factPlane + HM_FACT_PLANES) * BlockLayout.words * 8 }
}

/// Gathers the codes and facts of a block's donors, and lays them out as planes.
///
/// Invariant: `values` holds a column of ``PoolLayout/rowsInBlock`` values for each of the ten positions and for each
/// sixteen bits of the facts.
final class BlockBuilder {
  private static let factColumns = 3

  let layout: BlockLayout
  private(set) var count = 0
  private let values: UnsafeMutablePointer<UInt16>
  private let codeColumns: Int

  init(widths: [Int]) {
    layout = BlockLayout(widths: widths)
    codeColumns = 2 * widths.count
    let size = (codeColumns + BlockBuilder.factColumns) * PoolLayout.rowsInBlock
    values = .allocate(capacity: size)
    values.initialize(repeating: 0, count: size)
  }

  deinit { values.deallocate() }

  var isFull: Bool { count == PoolLayout.rowsInBlock }

  func set(_ locus: Int, _ first: UInt16, _ second: UInt16) {
    values[2 * locus * PoolLayout.rowsInBlock + count] = first
    values[(2 * locus + 1) * PoolLayout.rowsInBlock + count] = second
  }

  /// Ends a row.
  func setFacts(_ word: UInt64) {
    for column in 0..<BlockBuilder.factColumns {
      values[(codeColumns + column) * PoolLayout.rowsInBlock + count] = UInt16(
        truncatingIfNeeded: word >> UInt64(16 * column))
    }
    count += 1
  }

  /// The block's bytes; donors that are missing at its end are unavailable.
  func take() -> [UInt8] {
    while count < PoolLayout.rowsInBlock {
      for locus in 0..<codeColumns / 2 { set(locus, 0, 0) }
      setFacts(1 << UInt64(HM_FACT_UNAVAILABLE))
    }
    count = 0
    let size = layout.byteCount
    return [UInt8](unsafeUninitializedCapacity: size) { bytes, length in
      bytes.withMemoryRebound(to: UInt64.self) { planes in
        var next = planes.baseAddress!
        for column in 0..<codeColumns + BlockBuilder.factColumns {
          let facts = column - codeColumns
          let width = facts < 0 ? layout.widths[column / 2] : min(16, HM_FACT_PLANES - 16 * facts)
          let from = values + column * PoolLayout.rowsInBlock
          hm_make_planes(from, PoolLayout.rowsInBlock, width, next, BlockLayout.words)
          next += width * BlockLayout.words
        }
      }
      length = size
    }
  }
}
