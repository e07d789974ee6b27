import HLANomenclature
import HLATyping

/// One donor as a pool stores it: the length of the rest, then id, facts, birth, weight, lists,
/// counts of cells, and two numbers a locus
/// of ``Locus/typed``; all numbers as ``ByteWriter`` writes them.
///
/// Points into the pool's bytes and must not outlive the call that gave it.
struct DonorRecord {
  let id: UnsafeRawBufferPointer
  let facts: PackedFacts
  let birth: BirthFact
  let weight: Float
  /// The number of the list of `related_to`, from 1; 0 for none.
  let kinship: Int
  let kir: Int
  /// Of cord blood units.
  let nucleatedCells: UnitCellCount?
  let cd34Cells: UnitCellCount?
  private let rest: ByteReader

  /// Id and facts, which stand first.
  struct Head {
    let id: UnsafeRawBufferPointer
    let facts: PackedFacts

    init(_ bytes: UnsafeRawBufferPointer) throws(CodingFault) {
      var reader = ByteReader(bytes)
      id = try reader.slice()
      facts = PackedFacts(bits: try reader.number32())
    }
  }

  /// Reads a record without its length.
  init(_ bytes: UnsafeRawBufferPointer) throws(CodingFault) {
    var reader = ByteReader(bytes)
    id = try reader.slice()
    facts = PackedFacts(bits: try reader.number32())
    birth = BirthFact(packed: Int32(bitPattern: try reader.number32()))
    weight = Float(bitPattern: try reader.number32())
    kinship = Int(try reader.number32())
    kir = Int(try reader.number32())
    nucleatedCells = DonorRecord.count(try reader.number32())
    cd34Cells = DonorRecord.count(try reader.number32())
    rest = reader
  }

  /// 0 stands for a count that is not known.
  private static func count(_ number: UInt32) -> UnitCellCount? {
    number == 0 ? nil : UnitCellCount(thousandths: number)
  }

  /// What is known of a donor beside the typing, KIR genes left out.
  var allFacts: PersonFacts {
    var all = facts.unpacked
    all.birth = birth
    all.weight = weight == 0 ? nil : Double(weight)
    (all.nucleatedCells, all.cd34Cells) = (nucleatedCells, cd34Cells)
    return all
  }

  /// Calls `body` with the index of each locus of ``Locus/typed`` and its typing, in order, until it says stop.
  func forEachKey(upTo count: Int = Locus.typed.count, _ body: (Int, TypingKey) -> Void) throws(CodingFault) {
    var reader = rest
    for index in 0..<count {
      let first = try reader.number()
      guard first >> 1 < 1 << 31 else { throw CodingFault() }
      if first & 1 == 1 {
        body(index, TypingKey(first: UInt32(first >> 1) | 1 << 31, second: 0))
      } else {
        body(index, TypingKey(first: UInt32(first >> 1), second: try reader.number32()))
      }
    }
  }

  static func write(_ row: PersonRow, kinship: UInt32, kir: UInt32, to writer: RawWriter) {
    writer.makeRoom(row.id.count + (8 + 2 * row.typings.count) * RawWriter.longestNumber)
    writer.put(text: row.id)
    writer.put(UInt64(PackedFacts(row.facts, isUnknownType: row.unknownDonorType).bits))
    writer.put(UInt64(UInt32(bitPattern: row.facts.birth.packed)))
    writer.put(UInt64(Float(row.facts.weight ?? 0).bitPattern))
    writer.put(UInt64(kinship))
    writer.put(UInt64(kir))
    writer.put(UInt64(row.facts.nucleatedCells?.thousandths ?? 0))
    writer.put(UInt64(row.facts.cd34Cells?.thousandths ?? 0))
    for key in row.typings {
      if let joint = key.joint {
        writer.put(UInt64(joint) << 1 | 1)
      } else {
        writer.put(UInt64(key.first) << 1)
        writer.put(UInt64(key.second))
      }
    }
  }
}
