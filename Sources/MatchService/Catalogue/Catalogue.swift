import MatchEngine

/// What the service can search with at one moment: a request keeps the catalogue that it began with.
struct Catalogue: Sendable {
  /// A release.
  struct Release: Sendable {
    let name: String
    let reference: MatchReference
    /// The file; nil for the one of the settings.
    let file: FileIdentity?
  }

  /// A pool with the release that it was built from.
  struct Pool: Sendable {
    let name: String
    let pool: MatchPool
    let hash: String
    let file: FileIdentity
  }

  /// A protocol with its text.
  struct Rules: Sendable {
    let name: String
    let rules: DonorProtocol
    let file: FileIdentity?
  }

  /// A file that could not be taken, and why.
  struct Fault: Equatable, Sendable {
    let file: String
    let message: String
  }

  /// By name.
  var releases: [String: Release] = [:]
  /// By name.
  var pools: [String: Pool] = [:]
  /// By name.
  var protocols: [String: Rules] = [:]
  /// What was refused, in the order of names.
  var faults: [Fault] = []

  /// The pool of a name; without a name, the only one.
  ///
  /// - Throws: ``Problem`` `unknown_pool` with the names that are known, `usage` where several would do.
  func pool(_ name: String?) throws(Problem) -> Pool {
    if let name {
      guard let pool = pools[name] else { throw .unknown("pool", known: Array(pools.keys)) }
      return pool
    }
    guard let only = pools.first?.value else { throw .unknown("pool", known: []) }
    guard pools.count == 1 else {
      throw .usage("pool: one of \(pools.keys.sorted().joined(separator: ", ")) was expected")
    }
    return only
  }

  /// The protocol of a name.
  ///
  /// - Throws: ``Problem`` `unknown_protocol`.
  func rules(_ name: String) throws(Problem) -> DonorProtocol {
    guard let found = protocols[name] else { throw .unknown("protocol", known: Array(protocols.keys)) }
    return found.rules
  }

  /// The release of a name; without a name, the one of the settings.
  ///
  /// - Throws: ``Problem`` `unknown_reference`.
  func release(_ name: String?) throws(Problem) -> Release {
    guard let found = releases[name ?? CatalogueKeeper.ownRelease] else {
      throw .unknown("reference", known: Array(releases.keys))
    }
    return found
  }
}

/// Which bytes a file holds, as far as the file system tells: a file put in the place of another has another identity.
struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64
  let bytes: Int64
  let seconds: Int
  let nanoseconds: Int
}
