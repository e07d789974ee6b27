import Alloreactivity
import HLANomenclature
import HLATyping
import Synchronization

/// A donor of a pool with what reports ask of it whoever the patient is.
///
/// The best donors of one patient are often those of the next.
public final class KnownDonor: Sendable {
  /// The row in the pool.
  public let row: Int
  /// The id.
  public let id: String
  /// What a judgement rests on; its facts with KIR genes.
  public let summary: DonorPool.Summary
  /// The typings at the ten, one a locus of ``Locus/ten``.
  public let typings: [KnownTyping]
  /// The flags of the typings, all together.
  public let flags: TypingFlags
  /// The single genotypes at the ARD level.
  public let ard: TenSingles
  /// The single genotypes of two-field proteins.
  public let twoField: TenSingles
  /// The single genotypes of serological antigens.
  public let antigen: TenSingles
  /// What models of NK alloreactivity need of the donor.
  public let nk: NKPerson
  /// The number of the list of patients whom the donor is related to.
  let kinship: Int
  private let madeWords = AtomicLazyReference<TenWords>()

  init(row: Int, id: String, summary: DonorPool.Summary, kinship: Int, typings: [KnownTyping]) {
    (self.row, self.id, self.summary, self.kinship, self.typings) = (row, id, summary, kinship, typings)
    flags = typings.reduce(into: []) { $0.formUnion($1.flags) }
    ard = TenSingles(typings.map(\.ard))
    twoField = TenSingles(typings.map(\.shown.twoField))
    antigen = TenSingles(typings.map(\.shown.antigen))
    let ligands = LigandProfile(a: typings[0].ligands, b: typings[1].ligands, c: typings[2].ligands)
    nk = NKPerson(ligands: ligands, kir: summary.facts.kir)
  }

  /// The words that reports have for the typings at the ten.
  ///
  /// - Parameter make: Finds the words of a typing; the same wherever this is asked of a pool, since only the first are kept.
  public func words(_ make: (LocusTyping, Locus) -> [UInt8]) -> TenWords {
    madeWords.load() ?? madeWords.storeIfNil(TenWords(typings.map { $0.words(make) }))
  }

  /// Alleles named, as a measure of the memory it takes; what a donor of few alleles takes is counted as alleles too.
  var weight: Int { typings.reduce(256) { $0 + $1.alleles } }
}

/// The words for the typings at the ten, in one piece.
public final class TenWords: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]

  fileprivate init(_ words: [[UInt8]]) {
    bytes = words.flatMap(\.self)
    var (ends, end) = ([Int](), 0)
    for word in words {
      end += word.count
      ends.append(end)
    }
    self.ends = ends
  }

  /// Calls `body` with the words of a locus.
  ///
  /// - Parameter index: The place of the locus in ``Locus/ten``.
  public func withBytes(_ index: Int, _ body: (UnsafeBufferPointer<UInt8>) -> Void) {
    bytes.withUnsafeBufferPointer {
      body(UnsafeBufferPointer(rebasing: $0[(index == 0 ? 0 : ends[index - 1])..<ends[index]]))
    }
  }
}

/// What was worked out, in a form that can be kept without a lock: the first to be ready is kept.
final class Made<Value: Sendable>: Sendable {
  let value: Value

  init(_ value: Value) { self.value = value }
}

extension DonorPool {
  /// A donor with all that reports say of it; remembered with the pool, up to a limit.
  ///
  /// Nothing is known of a donor whose record is damaged, which is noted in ``damage``.
  public func known(_ row: Int) -> KnownDonor {
    if let known = donorsMet[row] { return known }
    let found: KnownDonor? = withRecord(row) { (record: DonorRecord) throws(CodingFault) -> KnownDonor in
      var summary = try DonorPool.summary(record)
      summary.facts.kir = genotype(record.kir)
      return KnownDonor(
        row: row, id: String(decoding: record.id, as: UTF8.self), summary: summary, kinship: record.kinship,
        typings: known(summary.keys))
    }
    guard let found else {
      return KnownDonor(row: row, id: "", summary: Summary(), kinship: 0, typings: known(TenKeys()))
    }
    donorsMet.add(found, row, weight: found.weight)
    return found
  }

  /// The relation of a donor to a patient.
  ///
  /// - Parameter isOnlyPatient: The run has exactly one patient, so that a relation without `related_to` holds.
  public func relation(_ donor: KnownDonor, to patient: String, isOnlyPatient: Bool) -> Relation {
    let relation = donor.summary.facts.relation
    return kinship.holds(relation, list: donor.kinship, for: patient, isOnlyPatient) ? relation : .unrelated
  }

  private func known(_ keys: TenKeys) -> [KnownTyping] {
    [
      known(keys.a, at: .a), known(keys.b, at: .b), known(keys.c, at: .c), known(keys.drb1, at: .drb1),
      known(keys.dqb1, at: .dqb1),
    ]
  }
}
