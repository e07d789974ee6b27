import HLANomenclature
import HLATyping

/// The cells and joint typings of a pool, by number; each is read when it is asked for.
///
/// The section `typingStarts` holds words: for each locus of ``Locus/typed`` the number of cells and of joint typings,
/// then for each locus where its cells begin in `cells`, one more for their end, and the same for joint typings.
struct StoredTypings: Sendable {
  private let storage: PoolStorage
  private let policy: TypingPolicy
  private var places: [(cells: Int, cellCount: Int, joints: Int, jointCount: Int)] = []

  init(_ storage: PoolStorage, policy: TypingPolicy) throws(DonorPoolError) {
    (self.storage, self.policy) = (storage, policy)
    let loci = Locus.typed.count
    guard let head = storage.verified(.typingStarts, 0..<16 * loci) else { throw .damaged("typings") }
    var next = 2 * loci
    for locus in 0..<loci {
      let counts = (0..<2).map {
        Int(clamping: UInt64(littleEndian: head.loadUnaligned(fromByteOffset: 16 * locus + 8 * $0, as: UInt64.self)))
      }
      guard counts[0] < 1 << 32, counts[1] < 1 << 32 else { throw .damaged("typings") }
      places.append((next, counts[0], next + counts[0] + 1, counts[1]))
      next += counts[0] + counts[1] + 2
    }
  }

  /// The typing that a key stands for; untyped where the file is damaged, which is then noted.
  func typing(_ key: TypingKey, _ index: Int) -> LocusTyping {
    do throws(CodingFault) {
      if let joint = key.joint {
        let place = places[index]
        var reader = ByteReader(try bytes(.jointTypings, joint, first: place.joints, count: place.jointCount))
        return try reader.typing()
      }
      if key == .untyped { return .untyped }
      let (first, second) = (try cell(Int(key.first), index), try cell(Int(key.second), index))
      do throws(TypingFault) {
        return try LocusTyping(first, second, locus: Locus.typed[index], policy: policy)
      } catch {
        throw CodingFault()
      }
    } catch {
      storage.note(key.joint == nil ? .cells : .jointTypings)
      return .untyped
    }
  }

  private func cell(_ number: Int, _ index: Int) throws(CodingFault) -> CellTyping {
    if number == 0 { return .blank }
    let place = places[index]
    var reader = ByteReader(try bytes(.cells, number, first: place.cells, count: place.cellCount))
    return try reader.cell()
  }

  private func bytes(
    _ section: PoolLayout.Section, _ number: Int, first: Int, count: Int
  ) throws(CodingFault) -> UnsafeRawBufferPointer {
    let at = 8 * (first + number)
    guard number < count, let words = storage.verified(.typingStarts, at..<at + 16) else { throw CodingFault() }
    let bounds = (0..<2).map {
      Int(clamping: UInt64(littleEndian: words.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
    }
    guard bounds[0] <= bounds[1], let bytes = storage.verified(section, bounds[0]..<bounds[1]) else {
      throw CodingFault()
    }
    return bytes
  }

  /// The three sections.
  static func bytes(_ tables: TypingTables) -> (starts: [UInt8], cells: [UInt8], joints: [UInt8]) {
    var (cells, joints, starts) = (ByteWriter(), ByteWriter(), [UInt8]())
    for table in tables.loci {
      starts.appendWord(UInt64(table.dnaCells.count))
      starts.appendWord(UInt64(table.jointTypings.count))
    }
    for table in tables.loci {
      for cell in table.dnaCells {
        starts.appendWord(UInt64(cells.bytes.count))
        cells.cell(cell)
      }
      starts.appendWord(UInt64(cells.bytes.count))
      for typing in table.jointTypings {
        starts.appendWord(UInt64(joints.bytes.count))
        joints.typing(typing)
      }
      starts.appendWord(UInt64(joints.bytes.count))
    }
    return (starts, cells.bytes, joints.bytes)
  }
}
