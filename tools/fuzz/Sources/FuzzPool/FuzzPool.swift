import FuzzSupport
import Glibc
import MatchEngine

/// A donor pool that was changed: it is refused, told as damaged, or says the same.
///
/// The first byte chooses: the rest is the file, or patches a good file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // What a good pool answers is found out before the file holds another one.
  let expected = expected
  return FuzzInput.run(start, count) { input in
    var bytes = good
    if input.byte() % 2 == 0 { bytes = input.rest } else { FilePatches.apply(&input, to: &bytes) }
    file.write(bytes)
    do throws(DonorPoolError) {
      let pool = try DonorPool(path: file.path, reference: release)
      let found = answers(pool)
      demand(pool.damage != nil || found == expected, "an accepted pool says the same")
      do throws(DonorPoolError) {
        try pool.verify()
        demand(bytes == good, "a changed pool does not pass its verification")
      } catch {
        demand(bytes != good, "a good pool passes its verification")
      }
    } catch {
      demand(!"\(error)".isEmpty, "a fault has a message")
    }
  }
}

private let file = MemoryFile()
private let release = TinyRelease.index()
private let good = poolBytes()
private let expected = pool(good).map(answers) ?? []

/// What every donor of a pool is said to be, in few words.
private func answers(_ pool: DonorPool) -> [String] {
  guard let classes = ClassComparison(patient, pool) else { return [] }
  return (0..<min(pool.count, 16)).map { row in
    let donor = pool.summary(row)
    let counts = PatientComparison(patient: patient, pool: pool, deeperLoci: []).counts(row).total
    let byClasses = classes.counts(row).map { "\($0.total.match) \($0.total.hvg)" } ?? "-"
    return "\(pool.idText(row)) \(donor.facts.availability) \(counts.match) \(byClasses) \(pool.nkFacts(row).bits)"
  }
}

private let patient: Person = {
  let resolver = TypingResolver(reference: release)
  let names: [Locus: String] = [.a: "01:01", .b: "07:02", .c: "07:02", .drb1: "15:01", .dqb1: "06:02"]
  let typings = Locus.typed.map { locus -> LocusTyping in
    guard let name = names[locus] else { return .untyped }
    guard let cell = try? resolver.cell("\(locus)*\(name)", locus: locus),
      let typing = try? LocusTyping(cell, cell, locus: locus, policy: TypingPolicy())
    else { fatalError("the tiny release has \(locus)*\(name)") }
    return typing
  }
  return Person(id: "P", typings: typings, facts: PersonFacts())
}()

private func pool(_ bytes: [UInt8]) -> DonorPool? {
  file.write(bytes)
  return try? DonorPool(path: file.path, reference: release)
}

private func poolBytes() -> [UInt8] {
  let (rows, index, made) = (MemoryFile(), MemoryFile(), "/tmp/hlamatch-fuzz-pool-\(getpid())")
  rows.write(
    """
    donor_id,A_1,A_2,B_1,B_2,C_1,C_2,DRB1_1,DRB1_2,DQB1_1,DQB1_2,kir,status,age
    D1,A*01:01,A*02:01,B*07:02,B*15:01,C*07:02,C*07:02,DRB1*15:01,DRB1*15:01,DQB1*06:02,DQB1*06:02,2DL1;2DL3;3DL1,AV,30
    D2,A*01:01/A*02:01,A*02:05,B*07:02,,,,DRB1*15:01,NEW,DQB1*06:02,,,TU,41
    D3,A*02:XX,A*01:01:01:02N,B*15:01,B*07:02,C*07:02,,DRB1*15:01,,,,,AV,
    """.utf8)
  index.write(TinyRelease.xml.utf8)
  var options = PoolBuildRun.Options(date: CalendarDate(year: 2026, month: 1, day: 1)!)
  (options.reference, options.donors, options.output) = (index.path, [rows.path], made)
  guard (try? PoolBuildRun(options)) != nil, let handle = fopen(made, "rb") else {
    fatalError("the tiny pool is built")
  }
  unlink(made)
  var bytes = [UInt8](repeating: 0, count: 1 << 20)
  let count = fread(&bytes, 1, bytes.count, handle)
  bytes.removeLast(bytes.count - count)
  fclose(handle)
  return bytes
}
