import DonorPool
import DonorSelection
import HLATyping
import MatchReport

/// Donors to be searched, read by one release: a snapshot that was opened, or donors read from files or memory.
///
/// A pool is immutable and cheap to copy; any number of them may be open, and each may be searched by any number of tasks
/// at once.
public struct MatchPool: Sendable {
  /// The release that the donors' typings were read by.
  public let reference: MatchReference
  /// The donors, ascending by id.
  public let donors: DonorPool
  /// The names of the inputs, as messages show them; the path of a snapshot.
  public let name: String
  /// What the pool was made from, each with its SHA-256; of a snapshot, itself first (role `pool`).
  public let inputs: [RunRecord.Input]
  /// Rows read.
  public let read: Int
  /// Of these, rejected.
  public let rejected: Int
  /// Why rows were rejected; empty for a snapshot that was opened, which knows their number alone.
  public private(set) var rejects = InputIssues()
  /// What is worth saying about rows that were accepted; empty for a snapshot that was opened.
  public private(set) var warnings = InputIssues()
  /// Searches that come at the same time go over the donors together.
  let passes = SharedPasses(threads: SearchSettings.processors)
  /// The donor whose rejection was watched for.
  private(set) var watched = WatchedRow(id: nil)

  init(
    reference: MatchReference, donors: DonorPool, name: String, inputs: [RunRecord.Input], read: Int, rejected: Int,
    watched: WatchedRow
  ) {
    (self.reference, self.donors, self.name, self.inputs) = (reference, donors, name, inputs)
    (self.read, self.rejected, self.watched) = (read, rejected, watched)
  }

  /// Opens a snapshot.
  ///
  /// - Parameter policy: How the run reads typings; nil where that is checked later.
  init(opening path: String, _ reference: MatchReference, policy: TypingPolicy?) throws(EngineError) {
    let donors = try DonorPool.open(path, reference.index, policy)
    if donors.count == 0 { throw .data("\(path): the pool holds no donor; donors were expected") }
    var inputs = [RunRecord.Input(role: "pool", file: baseName(path), sha256: donors.manifestHash)]
    inputs += donors.facts.inputs.map { RunRecord.Input(role: $0.role, file: $0.file, sha256: $0.sha256) }
    self.init(
      reference: reference, donors: donors, name: path, inputs: inputs, read: donors.facts.read,
      rejected: donors.facts.rejected, watched: WatchedRow(id: nil))
  }

  /// Number of donors.
  public var count: Int { donors.count }

  /// SHA-256 over what every answer of the pool rests on, lower-case hexadecimal; for a snapshot, that of its manifest.
  public var hash: String { donors.manifestHash }

  /// Whether a file is, or should be, a pool snapshot: it begins like one, or its name ends in `.hlapool`.
  public static func isSnapshot(_ path: String) -> Bool { DonorPool.isPool(path) }

  /// Computes everything of the pool anew that can be computed.
  ///
  /// - Throws: ``EngineError/data(_:)`` for the first part that does not agree.
  /// - Complexity: O(donors): for a snapshot, all of it is read.
  public func verify() async throws(EngineError) {
    do throws(DonorPoolError) { try donors.verify() } catch { throw EngineError(error, file: name) }
  }

  /// Reads all of a snapshot and holds it against its checksums, so that the first search is as fast as the next, and
  /// damage is told before it; far less than ``verify()`` does.
  ///
  /// - Throws: ``EngineError/data(_:)`` where a part does not agree, ``EngineError/cancelled``.
  /// - Complexity: O(donors), as fast as memory or the disk gives the file.
  public func readAhead() async throws(EngineError) {
    donors.readAhead { !Task.isCancelled }
    try requireNotCancelled()
    try requireIntact()
  }

  /// Ends work on a pool that turned out to be damaged: what was made of it must not get out.
  func requireIntact() throws(EngineError) {
    if let damage = donors.damage { throw EngineError(damage, file: name) }
  }

  func telling(_ reading: InputReading, watched: WatchedRow? = nil) -> MatchPool {
    var pool = self
    (pool.rejects, pool.warnings) = (InputIssues(reading.rejects), InputIssues(reading.warnings))
    if let watched { pool.watched = watched }
    return pool
  }
}
