import Hummingbird
import MatchEngine

/// What the service can search with: `GET /v1/reference`, `/v1/pools`, `/v1/protocols`.
enum ListRoutes {
  /// A release as JSON.
  private struct Release: Encodable {
    let name: String
    let release: String
    let source_hash: String
    let excerpt: Bool
  }

  /// A pool as JSON.
  private struct Pool: Encodable {
    let name: String
    let donors: Int
    let rejected: Int
    let release: String
    let source_hash: String
    let sha256: String
    let inputs: [RunRecord.Input]
  }

  /// A protocol as JSON.
  private struct Rules: Encodable {
    let name: String
    let title: String
    let version: String
    let sha256: String
    let built_in: Bool
    let overrides: [RunRecord.ProtocolRecord.Override]
  }

  private struct Releases: Encodable {
    let note = RunRecord.purpose
    let program = ProgramVersion.text
    let references: [Release]
  }

  private struct Pools: Encodable {
    let note = RunRecord.purpose
    let pools: [Pool]
  }

  private struct Protocols: Encodable {
    let note = RunRecord.purpose
    let protocols: [Rules]
  }

  static func references(_ parts: ServiceParts) throws -> Response {
    let releases = parts.catalogue.current.releases.values.sorted { $0.name < $1.name }
    return try .json(
      Releases(
        references: releases.map { release in
          let facts = release.reference.facts
          return Release(
            name: release.name, release: facts.release, source_hash: facts.sourceHash, excerpt: facts.isExcerpt)
        }))
  }

  static func pools(_ parts: ServiceParts) throws -> Response {
    let pools = parts.catalogue.current.pools.values.sorted { $0.name < $1.name }
    return try .json(
      Pools(
        pools: pools.map { pool in
          let facts = pool.pool.reference.facts
          return Pool(
            name: pool.name, donors: pool.pool.count, rejected: pool.pool.rejected, release: facts.release,
            source_hash: facts.sourceHash, sha256: pool.hash, inputs: pool.pool.inputs)
        }))
  }

  static func protocols(_ parts: ServiceParts) throws -> Response {
    let found = parts.catalogue.current.protocols.values.sorted { $0.name < $1.name }
    return try .json(
      Protocols(
        protocols: found.map { entry in
          let rules = entry.rules
          let record = RunRecord.ProtocolRecord(
            name: rules.name, version: rules.version, sha256: rules.hash,
            overrides: rules.overrides.map { ($0.rule.rawValue, $0.who, $0.why) })
          return Rules(
            name: entry.name, title: rules.title, version: rules.version, sha256: rules.hash,
            built_in: entry.file == nil, overrides: record.overrides)
        }))
  }
}
