import DonorSelection
import MatchReport

extension DonorSearch {
  /// The rankings as `hlamatch rank` prints them, piece by piece, made while they are asked for.
  ///
  /// For the same inputs the bytes are those of the command line; in JSON, lines and tables the record of the run stands
  /// within, for CSV it is ``record(_:)``.
  ///
  /// - Parameters:
  ///   - format: Any of the formats.
  ///   - progress: Told the pairs judged; ended with the sequence. For one pass.
  ///   - seen: Called with each ranking before its piece is given, for who keeps the beginning of lists beside the text.
  public func rankText(
    as format: ResultFormat, progress: ProgressFeed? = nil, seen: (@Sendable (DonorRanking) -> Void)? = nil
  ) -> RankText {
    RankText(rankings: rankings(progress: progress), format: format, seen: seen)
  }
}

/// Rankings as text: a beginning, a piece for each patient, an end.
public struct RankText: AsyncSequence, Sendable {
  /// A piece of text in UTF-8; pieces are no unit of the format, and only together do they make a result.
  public typealias Element = [UInt8]
  /// Why there is no next piece.
  public typealias Failure = EngineError

  let rankings: Rankings
  let format: ResultFormat
  let seen: (@Sendable (DonorRanking) -> Void)?

  /// Begins with the first piece.
  public func makeAsyncIterator() -> Iterator { Iterator(rankings: rankings, format: format, seen: seen) }

  /// Goes through the pieces.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private enum Stage { case beginning, patients, ended }

    private let search: DonorSearch
    private var rankings: Rankings.Iterator
    private var writer: RankWriter
    private var counts: RunRecord.Counts
    private var stage = Stage.beginning
    private let seen: (@Sendable (DonorRanking) -> Void)?

    init(rankings: Rankings, format: ResultFormat, seen: (@Sendable (DonorRanking) -> Void)?) {
      self.seen = seen
      search = rankings.search
      self.rankings = rankings.makeAsyncIterator()
      writer = RankWriter(search, format)
      counts = search.counts
    }

    /// The next piece; nil after the last. No piece is empty.
    ///
    /// - Throws: ``EngineError/cancelled``, or ``EngineError/data(_:)`` where the pool turns out to be damaged; what was
    ///   given before is then no result.
    public mutating func next() async throws(EngineError) -> [UInt8]? {
      while true {
        switch stage {
        case .beginning:
          stage = .patients
          return try writer.beginning()
        case .patients:
          if let piece = try await patient(), !piece.isEmpty { return piece }
        case .ended: return nil
        }
      }
    }

    private mutating func patient() async throws(EngineError) -> [UInt8]? {
      var piece: [UInt8] = []
      if let ranking = try await rankings.next() {
        counts.add(ranking.tally)
        seen?(ranking)
        try writer.add(ranking) { if piece.isEmpty { piece = $0 } else { piece += $0 } }
        // Reports look donors up again.
        try search.pool.requireIntact()
      } else {
        stage = .ended
        piece = try writer.end(counts)
      }
      return piece
    }
  }
}

extension AsyncSequence where Element == [UInt8], Failure == EngineError {
  /// All pieces in one.
  ///
  /// - Throws: ``EngineError`` of the sequence; then there is no result.
  /// - Complexity: O(bytes) memory.
  public func whole() async throws(EngineError) -> [UInt8] {
    var pieces: [[UInt8]] = []
    for try await piece in self { pieces.append(piece) }
    if pieces.count == 1 { return pieces[0] }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(pieces.reduce(0) { $0 + $1.count })
    for piece in pieces { bytes += piece }
    return bytes
  }
}
