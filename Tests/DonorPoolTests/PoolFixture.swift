import Glibc
import HLANomenclature
import HLATyping
import MatchTestSupport
import TestFixtures

@testable import DonorPool

/// A random pool, its file, and all that it says.
struct PoolFixture {
  let donors: [WrittenPerson]
  let pool: DonorPool
  let bytes: [UInt8]

  /// - Parameter mending: A bit of a plane is changed, and the sums are made to agree.
  init(seed: UInt64, count: Int, mending: Bool = false) throws {
    var generator = PersonGenerator(seed: seed, patients: ["P1", "P2"])
    let patient = generator.patient("P1")
    donors = (0..<count).map { number in
      let donor = generator.donor("D\(number)", of: patient)
      return number % 9 == 0 ? generator.withGenotypeList(donor) : donor
    }
    let made = try TestPool.pool(donors)
    guard mending else {
      (pool, bytes) = (made, Array(made.storage.bytes))
      return
    }
    bytes = PoolFixture.resealed(made, flipping: made.storage.sections[.scan]!.offset)
    pool = try PoolFixture.open(bytes)
  }

  /// The pool's file with the lowest bit of a byte of its first chunk flipped, and every sum that depends on it made anew.
  private static func resealed(_ pool: DonorPool, flipping place: Int) -> [UInt8] {
    var bytes = Array(pool.storage.bytes)
    bytes[place] ^= 1
    func seal(_ range: Range<Int>, at sum: Int) {
      let value = bytes[range].withUnsafeBytes { $0.xxh3 }
      withUnsafeBytes(of: value.littleEndian) { bytes.replaceSubrange(sum..<sum + 8, with: $0) }
    }
    let (scan, sums) = (pool.storage.sections[.scan]!, pool.storage.sections[.checksums]!)
    seal(scan.offset..<scan.offset + min(scan.chunk, scan.length), at: sums.offset + 8 * scan.firstChecksum)
    seal(sums.offset..<sums.offset + sums.length, at: 32)
    seal(0..<56, at: 56)
    return bytes
  }

  /// Opens bytes as a file's content would be.
  static func open(_ bytes: [UInt8]) throws(DonorPoolError) -> DonorPool {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: bytes.count, alignment: 4096)
    memory.copyBytes(from: bytes)
    let storage = try PoolStorage(UnsafeRawBufferPointer(memory)) {
      UnsafeMutableRawPointer(mutating: $0.baseAddress!).deallocate()
    }
    return try DonorPool(storage, reference: TestPool.reference)
  }

  /// Everything that answers can rest on, as text.
  static func answers(_ pool: DonorPool) -> [String] {
    var lines = ["\(pool.facts)", "\(pool.classes.map(\.classes))"]
    for block in 0..<pool.blockCount {
      let planes = pool.planes(ofBlock: block).map { planes in
        (0..<pool.layout.byteCount / 8).reduce(into: Hasher.seedless) { $0 = $0 &* 31 &+ planes[$1] }
      }
      lines.append("block \(block): \(planes.map(String.init) ?? "damaged")")
    }
    for row in 0..<pool.count {
      let typings = Locus.typed.map { pool.typing(row, $0) }
      lines.append("\(pool.id(row)) \(pool.facts(row)) \(typings) \(pool.summary(row))")
    }
    for patient in ["P1", "P2", "P9"] { lines.append("\(pool.relatives(of: patient, isOnlyPatient: false))") }
    return lines
  }
}

extension Hasher {
  /// The beginning of a sum that is the same in every process.
  fileprivate static var seedless: UInt64 { 1469 }
}
