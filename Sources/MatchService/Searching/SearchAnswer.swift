import Crypto
import MatchEngine
import SearchHistory

/// An answer with what the history keeps of it.
struct SearchAnswer: Sendable {
  /// Donors of each list that the history keeps.
  static let placesKept = 10

  /// The text, piece by piece, as it was made: put together once, where it is sent.
  var pieces: [[UInt8]] = []
  /// Empty where nobody keeps it.
  var resultHash: String
  var top: [SearchRecord.TopOfList] = []
}

/// The hash of the patients' parts of an answer, made while the pieces go by.
///
/// The first piece says how the run was made, and so does the last, where the format has an end: neither counts.
struct ResultHash {
  private var hasher = SHA256()
  private var pieces = 0
  private var held: [UInt8] = []
  private let hasEnd: Bool

  init(_ format: ResultFormat) { hasEnd = format != .csv && format != .tsv }

  mutating func add(_ piece: [UInt8]) {
    pieces += 1
    guard pieces > 1 else { return }
    if hasEnd {
      hasher.update(data: held)
      held = piece
    } else {
      hasher.update(data: piece)
    }
  }

  /// The hash of what counts, lower-case hexadecimal.
  var text: String { HexText.of(hasher.finalize()) }
}

extension PreparedSearch {
  /// Answers whatever was asked, in memory.
  ///
  /// - Throws: As the answers of each kind.
  func answer() async throws -> SearchAnswer {
    switch order.kind {
    case .rank: return try await rank()
    case .explain: return try await explain()
    case .compare:
      var hash = ResultHash(order.format)
      for try await piece in try search.compareText(as: order.format) { hash.add(piece) }
      return SearchAnswer(resultHash: hash.text)
    }
  }

  /// Ranks.
  ///
  /// - Parameter isKept: The beginning of each list and the hash of the result are wanted, for a history.
  /// - Throws: ``EngineError``.
  func rank(isKept: Bool = true) async throws(EngineError) -> SearchAnswer {
    guard isKept else {
      var answer = SearchAnswer(resultHash: "")
      for try await piece in search.rankText(as: order.format) { answer.pieces.append(piece) }
      return answer
    }
    let tops = Guarded<[SearchRecord.TopOfList]>([])
    var hash = ResultHash(order.format)
    var pieces: [[UInt8]] = []
    let text = search.rankText(as: order.format) { ranking in
      tops.withLock { $0.append(SearchRecord.TopOfList(ranking)) }
    }
    for try await piece in text {
      hash.add(piece)
      pieces.append(piece)
    }
    return SearchAnswer(pieces: pieces, resultHash: hash.text, top: tops.withLock { $0 })
  }

  /// Explains one pair.
  ///
  /// - Throws: ``Problem`` where an id is missing or not found, ``EngineError``.
  func explain() async throws -> SearchAnswer {
    guard let patient = order.patient, let donor = order.donor else {
      throw Problem.usage("patient_id and donor_id were expected")
    }
    let bytes = try await search.explain(patient: patient, donor: donor).text(as: order.format)
    return SearchAnswer(pieces: [bytes], resultHash: HexText.of(SHA256.hash(data: bytes)))
  }
}

extension SearchRecord.TopOfList {
  init(_ ranking: DonorRanking) {
    let donors = ranking.donors.prefix(SearchAnswer.placesKept).map { donor in
      Place(rank: donor.rank ?? 0, donorID: donor.id, status: donor.status.rawValue, points: donor.points)
    }
    self.init(patientID: ranking.patient.id, donors: donors)
  }
}

extension SearchRecord {
  /// The record of an answered search.
  init(_ prepared: PreparedSearch, _ answer: SearchAnswer, caller: String, at moment: String) {
    let (facts, rules) = (prepared.search.reference.facts, prepared.search.settings.rules)
    self.init(
      at: moment, caller: caller, kind: prepared.order.kind, program: ProgramVersion.text,
      reference: Source(name: facts.release, sha256: facts.sourceHash),
      protocol: Source(name: rules.name, sha256: rules.hash),
      pool: Source(name: prepared.pool.name, sha256: prepared.pool.hash),
      date: prepared.search.settings.date.description, patients: prepared.search.patients.read,
      resultHash: answer.resultHash, top: answer.top)
  }
}
