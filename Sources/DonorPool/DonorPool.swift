import Alloreactivity
import CMatchKernels
import HLANomenclature
import HLAReference
import HLATyping

/// Donors ascending by id: planes of typing classes and facts for a scan, and a record each for what a scan cannot tell.
///
/// Mapped from a file, or held in memory; immutable, so any number of pools can be open and shared between threads.
/// Opening parses nothing but what is small. Damage found later makes answers harmless and is told by ``damage``, which
/// a run asks before it lets its results out.
public struct DonorPool: Sendable {
  /// The release that the typings were resolved against.
  public let reference: ReferenceIndex
  /// What the pool was made from.
  public let facts: PoolFacts
  /// The typing classes of each locus of ``Locus/ten``.
  public let classes: [LocusClasses]
  /// Where the planes of a block lie.
  public let layout: BlockLayout
  /// The rows in the order in which they were read; nil for a pool that was opened.
  public let inputOrder: [UInt32]?
  /// Where each record begins, and the last ends; held where rows are asked for in the order of the input.
  let recordPlaces: [Int]?
  let storage: PoolStorage
  /// The typings that reports met; weighed by their alleles.
  let typingsMet = BoundedMemory<PoolTyping, KnownTyping>(limit: 1 << 21)
  /// The donors that reports met, by row; weighed likewise.
  let donorsMet = BoundedMemory<Int, KnownDonor>(limit: 1 << 22)
  private let typings: StoredTypings
  let kinship: Kinship
  let genotypes: [KIRGenotype]

  /// Opens a file made by `pool build`.
  ///
  /// - Throws: ``DonorPoolError`` for a file that is missing, cut, damaged, or of another version.
  public static func facts(path: String) throws(DonorPoolError) -> PoolFacts {
    try readFacts(try PoolStorage.map(path))
  }

  /// Opens a file made by `pool build` from this release.
  ///
  /// - Parameter reference: The release that ``facts`` name.
  /// - Throws: ``DonorPoolError``.
  public init(path: String, reference: ReferenceIndex) throws(DonorPoolError) {
    try self.init(try PoolStorage.map(path), reference: reference)
  }

  init(
    _ storage: PoolStorage, reference: ReferenceIndex, inputOrder: [UInt32]? = nil, recordPlaces: [Int]? = nil
  ) throws(DonorPoolError) {
    (self.storage, self.reference) = (storage, reference)
    (self.inputOrder, self.recordPlaces) = (inputOrder, recordPlaces)
    facts = try DonorPool.readFacts(storage)
    classes = try DonorPool.readClasses(storage)
    layout = BlockLayout(widths: classes.map(\.width))
    typings = try StoredTypings(storage, policy: facts.policy)
    kinship = try Kinship(storage, donors: facts.donors)
    genotypes = try DonorPool.readGenotypes(storage)
    let blocks = (facts.donors + PoolLayout.rowsInBlock - 1) / PoolLayout.rowsInBlock
    guard storage.sections[.scan]?.length == blocks * layout.byteCount,
      storage.sections[.scan]?.chunk == layout.byteCount
    else { throw .damaged("scan") }
  }

  private static func readFacts(_ storage: PoolStorage) throws(DonorPoolError) -> PoolFacts {
    guard let bytes = storage.verified(.facts) else { throw .damaged("facts") }
    do throws(CodingFault) { return try PoolFacts(bytes) } catch { throw .damaged("facts") }
  }

  private static func readClasses(_ storage: PoolStorage) throws(DonorPoolError) -> [LocusClasses] {
    guard let bytes = storage.verified(.classes) else { throw .damaged("classes") }
    var reader = ByteReader(bytes)
    var loci: [LocusClasses] = []
    do throws(CodingFault) {
      for _ in Locus.ten {
        var classes: [TypingClass] = []
        var occurs: [Bool] = []
        for _ in 0..<(try reader.count()) {
          let bits = try reader.number(below: 4)
          occurs.append(bits & 2 != 0)
          classes.append(TypingClass(set: try reader.codes(), isSharp: bits & 1 != 0))
        }
        guard classes.count >= LocusClasses.reserved, classes.count <= 1 << LocusClasses.widest else {
          throw CodingFault()
        }
        loci.append(LocusClasses(classes: classes, occurs: occurs))
      }
    } catch {
      throw .damaged("classes")
    }
    return loci
  }

  private static func readGenotypes(_ storage: PoolStorage) throws(DonorPoolError) -> [KIRGenotype] {
    guard let bytes = storage.verified(.kirGenotypes) else { throw .damaged("kirGenotypes") }
    var reader = ByteReader(bytes)
    do throws(CodingFault) {
      var genotypes: [KIRGenotype] = []
      for _ in 0..<(try reader.count()) { genotypes.append(try reader.genotype()) }
      return genotypes
    } catch {
      throw .damaged("kirGenotypes")
    }
  }

  /// Number of donors.
  public var count: Int { facts.donors }

  /// Number of blocks of planes.
  public var blockCount: Int { (count + PoolLayout.rowsInBlock - 1) / PoolLayout.rowsInBlock }

  /// Donors in a block of planes, but for the last.
  public static var rowsInBlock: Int { PoolLayout.rowsInBlock }

  /// The first damage found since the pool was opened; results made since then must not be used.
  public var damage: DonorPoolError? { storage.firstDamage }

  /// What every pool file begins with.
  public static var magic: [UInt8] { PoolLayout.magic }

  /// Calls `body` with header and directory, then with the checksums: a hash of these depends on every byte of the pool.
  public func forEachManifestPart(_ body: (UnsafeRawBufferPointer) -> Void) {
    body(storage.manifest.head)
    body(storage.manifest.checksums)
  }

  /// The sections and their lengths in bytes, in the order of the file.
  public var sectionLengths: [(name: String, bytes: Int)] {
    storage.sections.sorted { $0.value.offset < $1.value.offset }.map { ("\($0.key)", $0.value.length) }
  }

  /// The planes of a block, verified; nil where it is damaged.
  ///
  /// The words stay in place as long as the pool.
  public func planes(ofBlock block: Int) -> UnsafePointer<UInt64>? {
    let size = layout.byteCount
    return storage.verified(.scan, block * size..<(block + 1) * size)?.baseAddress?.assumingMemoryBound(to: UInt64.self)
  }

  /// What the weighed NK models ask of a donor (``NKDonorFacts``), read from its planes; nothing where they are damaged.
  public func nkFacts(_ row: Int) -> NKDonorFacts {
    guard let planes = planes(ofBlock: row / PoolLayout.rowsInBlock) else { return NKDonorFacts(bits: 0) }
    let place = row % PoolLayout.rowsInBlock
    let bits = BlockLayout.number(planes, layout.factPlane + HM_FACT_NK, NKDonorFacts.width, place)
    return NKDonorFacts(bits: UInt16(bits))
  }

  /// The rows that are related to a patient, ascending, and how.
  ///
  /// - Parameter isOnlyPatient: The run has exactly one patient, so that a relation without `related_to` holds.
  public func relatives(of patient: String, isOnlyPatient: Bool) -> [(row: Int, relation: Relation)] {
    kinship.relatives(of: patient, isOnlyPatient: isOnlyPatient)
  }

  func typing(_ key: TypingKey, _ index: Int) -> LocusTyping { typings.typing(key, index) }

  func genotype(_ number: Int) -> KIRGenotype {
    number > 0 && number <= genotypes.count ? genotypes[number - 1] : KIRGenotype()
  }
}
