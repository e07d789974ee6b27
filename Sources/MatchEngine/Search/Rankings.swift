import DonorSelection
import HLATyping

extension DonorSearch {
  /// Ranks the donors for all patients.
  ///
  /// - Parameter progress: Told the pairs judged; ended by this call.
  /// - Returns: One ranking a patient, in order.
  /// - Throws: ``EngineError/cancelled``, or ``EngineError/data(_:)`` where a pool turns out to be damaged.
  /// - Complexity: O(patients x donors) time, O(patients x ``SearchSettings/top``) memory; ``rankings(progress:)`` holds
  ///   fewer at a time.
  public func rank(progress: ProgressFeed? = nil) async throws(EngineError) -> [DonorRanking] {
    var found: [DonorRanking] = []
    for try await ranking in rankings(progress: progress) { found.append(ranking) }
    return found
  }

  /// The rankings one by one, patients in order, made while they are asked for.
  ///
  /// - Parameter progress: Told the pairs judged; ended with the sequence. For one pass.
  public func rankings(progress: ProgressFeed? = nil) -> Rankings { Rankings(search: self, progress: progress) }
}

/// The rankings of a search, patient by patient; up to 256 patients share a pass over the pool.
public struct Rankings: AsyncSequence, Sendable {
  /// A ranking.
  public typealias Element = DonorRanking
  /// Why there is no next one.
  public typealias Failure = EngineError

  /// Patients that share a pass over the pool.
  private static let patientsAtOnce = 256
  let search: DonorSearch
  let progress: ProgressFeed?

  /// Begins with the first patient.
  public func makeAsyncIterator() -> Iterator { Iterator(search: search, progress: progress) }

  /// Goes through the patients.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private let search: DonorSearch
    private let progress: ProgressFeed?
    private var ready: [DonorRanking].SubSequence = []
    private var next = 0

    init(search: DonorSearch, progress: ProgressFeed?) { (self.search, self.progress) = (search, progress) }

    /// The next patient's ranking; nil after the last.
    ///
    /// - Throws: ``EngineError/cancelled``, or ``EngineError/data(_:)`` where the pool turns out to be damaged.
    public mutating func next() async throws(EngineError) -> DonorRanking? {
      if let ranking = ready.popFirst() { return ranking }
      do throws(EngineError) {
        ready = try await pass()[...]
      } catch {
        progress?.end()
        throw error
      }
      return ready.popFirst()
    }

    /// Ranks the donors for the next patients.
    private mutating func pass() async throws(EngineError) -> [DonorRanking] {
      let patients = search.patients.patients
      try requireNotCancelled()
      // What was told of donors since the last pass may have met damage.
      try search.pool.requireIntact()
      if next == 0 { progress?.begin(pairs: patients.count * search.pool.count) }
      let range = next..<Swift.min(next + Rankings.patientsAtOnce, patients.count)
      if range.isEmpty {
        progress?.end()
        return []
      }
      next = range.upperBound
      let rankings = await search.pool.passes.rank(patients[range].map { search.ranker($0, progress: progress) })
      try requireNotCancelled()
      // Nothing gets out that was made of damaged donors.
      try search.pool.requireIntact()
      return rankings
    }
  }
}
