import Logging
import MatchEngine

/// Keeps the catalogue up with its folder: what is new is opened and put in place at once, what is damaged leaves the old
/// one in place, and requests under way keep what they began with.
actor CatalogueKeeper {
  /// The name of the release of the settings.
  static let ownRelease = "default"

  private let settings: ServiceSettings
  private let metrics: ServiceMetrics
  private let logger: Logger
  private let held: Guarded<Catalogue>

  /// A catalogue of the settings' release and the built-in protocols; ``rescan()`` adds the folder's.
  ///
  /// - Parameter known: The settings' release where it was loaded before; nil to load it.
  /// - Throws: ``EngineError`` where the settings' reference cannot be used.
  init(
    _ settings: ServiceSettings, _ known: MatchReference?, metrics: ServiceMetrics, logger: Logger
  ) async throws {
    (self.settings, self.metrics, self.logger) = (settings, metrics, logger)
    var catalogue = Catalogue()
    let reference: MatchReference
    if let known {
      reference = known
    } else {
      reference = try await MatchReference.load(settings.reference, codes: settings.codes)
    }
    if reference.facts.isExcerpt {
      logger.notice(
        "the embedded excerpt is in use, not a full release", metadata: ["release": "\(reference.facts.release)"])
    }
    catalogue.releases[CatalogueKeeper.ownRelease] = Catalogue.Release(
      name: CatalogueKeeper.ownRelease, reference: reference, file: nil)
    for name in DonorProtocol.builtInNames {
      catalogue.protocols[name] = Catalogue.Rules(name: name, rules: try DonorProtocol.load(name), file: nil)
    }
    held = Guarded(catalogue)
  }

  /// The catalogue of this moment.
  nonisolated var current: Catalogue { held.withLock { $0 } }

  /// Looks at the folder, and puts a new catalogue in the place of the old one where something changed.
  func rescan() async {
    guard let folder = settings.folder else { return }
    let old = current
    var new = Catalogue()
    new.releases = old.releases.filter { $0.value.file == nil }
    new.protocols = old.protocols.filter { $0.value.file == nil }
    if let entries = FolderListing.entries(of: folder) {
      for entry in entries where entry.kind == .reference { await addReference(entry, old, &new) }
      for entry in entries where entry.kind == .rules { addRules(entry, old, &new) }
      for entry in entries where entry.kind == .pool { await addPool(entry, old, &new) }
    } else {
      new = old
      new.faults = [Catalogue.Fault(file: "folder", message: "the folder cannot be read")]
    }
    tell(old, new)
    let catalogue = new
    held.withLock { $0 = catalogue }
    metrics.note { $0.rescans += 1 }
  }

  private func addReference(_ entry: FolderListing.Entry, _ old: Catalogue, _ new: inout Catalogue) async {
    let known = old.releases[entry.name]
    if let known, known.file == entry.identity {
      new.releases[entry.name] = known
      return
    }
    do {
      guard new.releases[entry.name] == nil else { throw EngineError.data("the name is taken") }
      let reference = try await MatchReference.load(entry.path, codes: settings.codes)
      new.releases[entry.name] = Catalogue.Release(name: entry.name, reference: reference, file: entry.identity)
    } catch {
      new.releases[entry.name] = new.releases[entry.name] ?? known
      new.fault(entry, error)
    }
  }

  private func addRules(_ entry: FolderListing.Entry, _ old: Catalogue, _ new: inout Catalogue) {
    let known = old.protocols[entry.name]
    if let known, known.file == entry.identity {
      new.protocols[entry.name] = known
      return
    }
    do {
      guard new.protocols[entry.name] == nil else { throw EngineError.data("the name is that of a built-in protocol") }
      new.protocols[entry.name] = Catalogue.Rules(
        name: entry.name, rules: try DonorProtocol.load(entry.path), file: entry.identity)
    } catch {
      new.protocols[entry.name] = new.protocols[entry.name] ?? known
      new.fault(entry, error)
    }
  }

  private func addPool(_ entry: FolderListing.Entry, _ old: Catalogue, _ new: inout Catalogue) async {
    let known = old.pools[entry.name]
    if let known, known.file == entry.identity {
      new.pools[entry.name] = known
      return
    }
    do {
      let pool = try await open(entry.path, new.releases)
      new.pools[entry.name] = Catalogue.Pool(name: entry.name, pool: pool, hash: pool.hash, file: entry.identity)
    } catch {
      new.pools[entry.name] = known
      new.fault(entry, error)
    }
  }

  /// Opens a pool by the release that it was built from.
  private func open(_ path: String, _ releases: [String: Catalogue.Release]) async throws -> MatchPool {
    let facts: PoolFacts
    do { facts = try DonorPool.facts(path: path) } catch { throw EngineError.data("\(error)") }
    let fitting = releases.values.sorted { $0.name < $1.name }.first {
      $0.reference.facts.sourceHash == facts.sourceHash
    }
    guard let fitting else {
      throw EngineError.data(
        "built from release \(facts.release) with source hash \(facts.sourceHash.prefix(12)); a reference of it in the "
          + "folder was expected")
    }
    let pool = try await fitting.reference.openPool(path)
    // A damaged pool takes nobody's place, and the first request is not the one that waits for the disk.
    try await pool.readAhead()
    return pool
  }

  private func tell(_ old: Catalogue, _ new: Catalogue) {
    for (name, pool) in new.pools where old.pools[name]?.file != pool.file {
      metrics.note { $0.swaps += 1 }
      logger.info(
        "pool in place", metadata: ["pool": "\(name)", "sha256": "\(pool.hash)", "donors": "\(pool.pool.count)"])
    }
    for name in old.pools.keys where new.pools[name] == nil { logger.info("pool gone", metadata: ["pool": "\(name)"]) }
    for fault in new.faults where !old.faults.contains(fault) {
      logger.error("file refused", metadata: ["file": "\(fault.file)", "reason": "\(fault.message)"])
    }
  }
}

extension Catalogue {
  /// Notes a file that could not be taken; no folder is named.
  fileprivate mutating func fault(_ entry: FolderListing.Entry, _ error: any Error) {
    let file = entry.name + entry.kind.rawValue
    faults.append(Fault(file: file, message: "\(error)".replacing(entry.path, with: file)))
  }
}
