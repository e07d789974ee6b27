/// What kind of search it was.
public enum SearchKind: String, Codable, CaseIterable, Sendable {
  /// Donors in the order of a protocol.
  case rank
  /// All pairs, not ordered.
  case compare
  /// One pair, with reasons.
  case explain
}

/// Who asked what when, with everything that decides an answer, and what the answer was.
public struct SearchRecord: Codable, Equatable, Sendable {
  /// The first of one patient's list.
  public struct TopOfList: Codable, Equatable, Sendable {
    /// One donor of the list.
    public struct Place: Codable, Equatable, Sendable {
      /// The rank, from 1.
      public var rank: Int
      /// The donor.
      public var donorID: String
      /// `eligible` or `indeterminate`.
      public var status: String
      /// The points.
      public var points: Int

      /// A place.
      public init(rank: Int, donorID: String, status: String, points: Int) {
        (self.rank, self.donorID, self.status, self.points) = (rank, donorID, status, points)
      }

      enum CodingKeys: String, CodingKey {
        case rank, status, points
        case donorID = "donor_id"
      }
    }

    /// The patient.
    public var patientID: String
    /// The donors, best first.
    public var donors: [Place]

    /// The top of a patient's list.
    public init(patientID: String, donors: [Place]) { (self.patientID, self.donors) = (patientID, donors) }

    enum CodingKeys: String, CodingKey {
      case donors
      case patientID = "patient_id"
    }
  }

  /// Name and hash of something that decides an answer.
  public struct Source: Codable, Equatable, Sendable {
    /// The name: of a pool, a protocol, a release.
    public var name: String
    /// SHA-256, lower-case hexadecimal.
    public var sha256: String

    /// A source.
    public init(name: String, sha256: String) { (self.name, self.sha256) = (name, sha256) }
  }

  /// When it was asked, UTC, `2026-11-22T10:15:30Z`.
  public var at: String
  /// The name of the caller's token.
  public var caller: String
  /// What kind of search it was.
  public var kind: SearchKind
  /// The program and its version.
  public var program: String
  /// The release and the hash of its sources.
  public var reference: Source
  /// The protocol and the hash of its file.
  public var `protocol`: Source
  /// The pool and the hash of its manifest.
  public var pool: Source
  /// The day on which ages were counted, `YYYY-MM-DD`.
  public var date: String
  /// Patients of the request.
  public var patients: Int
  /// SHA-256 of the `patients` part of the answer, lower-case hexadecimal.
  public var resultHash: String
  /// The first of each patient's list; empty for `compare`.
  public var top: [TopOfList]

  /// A record.
  public init(
    at: String, caller: String, kind: SearchKind, program: String, reference: Source, protocol rules: Source,
    pool: Source, date: String, patients: Int, resultHash: String, top: [TopOfList]
  ) {
    (self.at, self.caller, self.kind, self.program) = (at, caller, kind, program)
    (self.reference, self.protocol, self.pool) = (reference, rules, pool)
    (self.date, self.patients, self.resultHash, self.top) = (date, patients, resultHash, top)
  }

  enum CodingKeys: String, CodingKey {
    case at, caller, kind, program, reference, `protocol`, pool, date, patients, top
    case resultHash = "result_sha256"
  }
}

/// What was asked, so that it can be asked again.
public struct SearchRequest: Equatable, Sendable {
  /// The request in the service's own form of JSON.
  public var body: [UInt8]
  /// The text of the protocol.
  public var rules: [UInt8]

  /// A request.
  public init(body: [UInt8], rules: [UInt8]) { (self.body, self.rules) = (body, rules) }
}

/// A record as it stands in the history.
public struct StoredSearch: Codable, Equatable, Sendable {
  /// The number, from 1, never given twice.
  public var id: Int64
  /// The record.
  public var search: SearchRecord
}
