import HLANomenclature
import HLATyping

extension DonorPool {
  /// The typings of one donor at the loci of the ten, as keys for ``typing(_:at:)``.
  public struct TenKeys: Sendable {
    /// One key a locus of ``Locus/ten``.
    public var a = TypingKey.untyped, b = TypingKey.untyped, c = TypingKey.untyped
    /// One key a locus of ``Locus/ten``.
    public var drb1 = TypingKey.untyped, dqb1 = TypingKey.untyped
  }

  /// What a judgement of a donor rests on, read in one go.
  public struct Summary: Sendable {
    /// The typings at the ten.
    public var keys = TenKeys()
    /// The facts, without KIR genes.
    public var facts = PersonFacts()
    /// Adult, cord or msc; nil for a word that is none of them.
    public var donorType: DonorType?
  }

  /// One donor on the way past: what a comparison of many pairs needs.
  ///
  /// Must not outlive the call that gave it.
  public struct PassingDonor: ~Copyable {
    /// The row.
    public let row: Int
    /// The id, in UTF-8.
    public let id: UnsafeRawBufferPointer
    /// Whether the donor can be asked.
    public let isAvailable: Bool
    /// Adult, cord or msc; nil for a word that is none of them.
    public let type: DonorType?
    private let record: UnsafeRawBufferPointer

    private let storage: PoolStorage

    /// The typings at the ten; untyped where the record is damaged, which is then noted.
    public var keys: TenKeys {
      do throws(CodingFault) { return try DonorPool.tenKeys(DonorRecord(record)) } catch {
        storage.note(.records)
        return TenKeys()
      }
    }

    init(_ row: Int, _ record: UnsafeRawBufferPointer, _ storage: PoolStorage) throws(CodingFault) {
      let head = try DonorRecord.Head(record)
      (self.row, id, self.record, self.storage) = (row, head.id, record, storage)
      (isAvailable, type) = (head.facts.isAvailable, head.facts.donorType)
    }
  }

  /// Calls `body` with the donors at some places of the order in which a run reports them: that of the input where it is
  /// known, else that of the ids.
  ///
  /// Damage ends the call early and is noted in ``damage``.
  public func forEachDonor(at places: Range<Int>, _ body: (borrowing PassingDonor) -> Void) {
    guard let inputOrder else {
      _ = forEachSlice(in: places) { (row, bytes) throws(CodingFault) in
        try body(PassingDonor(row, bytes, storage))
      }
      return
    }
    for place in places {
      let row = Int(inputOrder[place])
      let isRead: Void? = withSlice(row) { (bytes) throws(CodingFault) in
        try body(PassingDonor(row, bytes, storage))
      }
      if isRead == nil { return }
    }
  }

  /// What a judgement of a donor rests on.
  public func summary(_ row: Int) -> Summary {
    withRecord(row) { (record) throws(CodingFault) in try DonorPool.summary(record) } ?? Summary()
  }

  static func summary(_ record: DonorRecord) throws(CodingFault) -> Summary {
    Summary(keys: try tenKeys(record), facts: record.allFacts, donorType: record.facts.donorType)
  }

  /// The id of a donor, in UTF-8.
  public func id(_ row: Int) -> [UInt8] { withRecord(row) { Array($0.id) } ?? [] }

  /// The id of a donor.
  public func idText(_ row: Int) -> String { String(decoding: id(row), as: UTF8.self) }

  /// The row of the donor with this id.
  ///
  /// - Complexity: O(log donors).
  public func row(id: String) -> Int? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if self.id(middle).lexicographicallyPrecedes(id.utf8) { low = middle + 1 } else { high = middle }
    }
    return low < count && self.id(low).elementsEqual(id.utf8) ? low : nil
  }

  /// The typing of a donor at a locus of ``Locus/typed``.
  public func typing(_ row: Int, _ locus: Locus) -> LocusTyping { typing(key(row, locus), Int(locus.rawValue)) }

  /// The typing that a key stands for at a locus of ``Locus/typed``.
  public func typing(_ key: TypingKey, at locus: Locus) -> LocusTyping { typing(key, Int(locus.rawValue)) }

  /// The key of a donor's typing.
  public func key(_ row: Int, _ locus: Locus) -> TypingKey {
    var found = TypingKey.untyped
    let index = Int(locus.rawValue)
    _ = withRecord(row) { (record) throws(CodingFault) in
      try record.forEachKey(upTo: index + 1) { if $0 == index { found = $1 } }
    }
    return found
  }

  /// The keys of a donor's typings at the ten.
  public func tenKeys(_ row: Int) -> TenKeys {
    withRecord(row) { (record) throws(CodingFault) in try DonorPool.tenKeys(record) } ?? TenKeys()
  }

  static func tenKeys(_ record: DonorRecord) throws(CodingFault) -> TenKeys {
    var keys = TenKeys()
    try record.forEachKey(upTo: 5) { index, key in
      switch index {
      case 0: keys.a = key
      case 1: keys.b = key
      case 2: keys.c = key
      case 3: keys.drb1 = key
      default: keys.dqb1 = key
      }
    }
    return keys
  }

  /// The optional facts of a donor.
  public func facts(_ row: Int) -> PersonFacts {
    withRecord(row) { record in
      var facts = record.allFacts
      facts.kir = genotype(record.kir)
      return facts
    } ?? PersonFacts()
  }

  /// Whether a donor can be asked.
  public func isAvailable(_ row: Int) -> Bool { withRecord(row) { $0.facts.isAvailable } ?? false }

  /// Adult, cord or msc; nil for a word that is none of them.
  public func donorType(_ row: Int) -> DonorType? { withRecord(row) { $0.facts.donorType } ?? nil }

  /// Calls `body` with the record of a donor; nil where the file is damaged, which is then noted.
  func withRecord<Result>(_ row: Int, _ body: (DonorRecord) throws(CodingFault) -> Result) -> Result? {
    withSlice(row) { (bytes) throws(CodingFault) in try body(try DonorRecord(bytes)) }
  }

  /// Calls `body` with the bytes of a donor's record; nil where the file is damaged, which is then noted.
  private func withSlice<Result>(
    _ row: Int, _ body: (UnsafeRawBufferPointer) throws(CodingFault) -> Result
  ) -> Result? {
    do throws(CodingFault) {
      if let held = recordPlaces {
        guard let bytes = storage.verified(.records, held[row]..<held[row + 1]) else { throw CodingFault() }
        var reader = ByteReader(bytes)
        return try body(try reader.slice())
      }
      let group = row / PoolLayout.rowsInGroup
      var reader = try groupReader(group)
      for _ in 0..<row % PoolLayout.rowsInGroup { _ = try reader.slice() }
      return try body(try reader.slice())
    } catch {
      storage.note(.records)
      return nil
    }
  }

  /// A reader of the records of a group of rows.
  private func groupReader(_ group: Int) throws(CodingFault) -> ByteReader {
    let length = storage.sections[.records]?.length ?? 0
    let groups = (count + PoolLayout.rowsInGroup - 1) / PoolLayout.rowsInGroup
    let isLast = group + 1 >= groups
    guard group < groups,
      let words = storage.verified(.recordStarts, 8 * group..<8 * group + (isLast ? 8 : 16))
    else { throw CodingFault() }
    let start = Int(clamping: UInt64(littleEndian: words.loadUnaligned(as: UInt64.self)))
    let end =
      isLast ? length : Int(clamping: UInt64(littleEndian: words.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    guard start <= end, let bytes = storage.verified(.records, start..<end) else { throw CodingFault() }
    return ByteReader(bytes)
  }

  /// Calls `body` with the records of a range of rows, in order, which costs far less than asking for them one by one.
  ///
  /// - Returns: false where the file is damaged, which is then noted.
  func forEachRecord(in rows: Range<Int>, _ body: (Int, DonorRecord) throws(CodingFault) -> Void) -> Bool {
    forEachSlice(in: rows) { (row, bytes) throws(CodingFault) in try body(row, try DonorRecord(bytes)) }
  }

  /// The same with the bytes of each record.
  private func forEachSlice(
    in rows: Range<Int>, _ body: (Int, UnsafeRawBufferPointer) throws(CodingFault) -> Void
  ) -> Bool {
    do throws(CodingFault) {
      var row = rows.lowerBound / PoolLayout.rowsInGroup * PoolLayout.rowsInGroup
      while row < rows.upperBound {
        var reader = try groupReader(row / PoolLayout.rowsInGroup)
        for member in row..<min(row + PoolLayout.rowsInGroup, rows.upperBound) {
          let bytes = try reader.slice()
          if member >= rows.lowerBound { try body(member, bytes) }
        }
        row += PoolLayout.rowsInGroup
      }
      return true
    } catch {
      storage.note(.records)
      return false
    }
  }
}
