import DonorPool
import DonorSelection
import HLAMatching
import HLATyping
import MatchReport

/// One patient beside one donor: counts and status, without rank and points.
public struct ComparedPair: Sendable {
  /// The patient's id.
  public let patientID: String
  /// The donor's id.
  public let donorID: String
  /// The donor's row in the pool.
  public let row: Int
  /// The counts at the ARD level, which decide.
  public let counts: PairCounts
  /// The counts at the loci asked for beside the ten.
  public let deeperCounts: DeeperCounts
  /// What the protocol's rules for cord blood look at; nil where it has none.
  public let unit: UnitEvidence?
  /// The status and what it rests on.
  public let assessment: PairAssessment
}

extension DonorSearch {
  /// Compares every patient with every available donor of the protocol's types: patient by patient, donors in the order
  /// of their input, of a snapshot by id; nothing is kept.
  ///
  /// - Parameter progress: Told the pairs judged; ended with the sequence. For one pass.
  /// - Complexity: O(patients x donors) time; a few thousand pairs are held at a time and thread.
  public func compare(progress: ProgressFeed? = nil) -> Comparisons { Comparisons(search: self, progress: progress) }
}

/// The pairs of a search, some thousands at a time.
public struct Comparisons: AsyncSequence, Sendable {
  /// Pairs of one patient, in order; may be empty.
  public typealias Element = [ComparedPair]
  /// Why there is no next one.
  public typealias Failure = EngineError

  /// Donors a task compares at once.
  private static let rowsAtOnce = 4096
  let search: DonorSearch
  let progress: ProgressFeed?

  /// Begins with the first patient.
  public func makeAsyncIterator() -> Iterator {
    Iterator(windows: PairWindows(search, rowsAtOnce: Comparisons.rowsAtOnce, progress))
  }

  /// Goes through the pairs.
  public struct Iterator: AsyncIteratorProtocol, Sendable {
    private var windows: PairWindows

    init(windows: PairWindows) { self.windows = windows }

    /// The next pairs; nil after the last.
    ///
    /// - Throws: ``EngineError/cancelled``, or ``EngineError/data(_:)`` where the pool turns out to be damaged.
    public mutating func next() async throws(EngineError) -> [ComparedPair]? {
      guard let window = try windows.next() else { return nil }
      let search = windows.search
      let judge = PairJudge(search, search.patients.patients[window.patient])
      let parts = try await windows.judged(window) { (range, _) throws(EngineError) in judge.pairs(range) }
      return parts.flatMap { $0 }
    }
  }
}

/// The ranges of donors that are compared side by side, window by window and patient by patient.
struct PairWindows: Sendable {
  /// Ranges of donors beside one patient.
  struct Window: Sendable {
    /// The patient's place in the list.
    let patient: Int
    /// One range a task, in order.
    let ranges: [Range<Int>]
    /// No donor stands before these.
    let isFirst: Bool
    /// No donor stands behind these.
    let isLast: Bool
  }

  let search: DonorSearch
  private let rowsAtOnce: Int
  private let progress: ProgressFeed?
  private var patient = 0
  private var row = 0
  private var hasBegun = false

  init(_ search: DonorSearch, rowsAtOnce: Int, _ progress: ProgressFeed?) {
    (self.search, self.rowsAtOnce, self.progress) = (search, rowsAtOnce, progress)
  }

  /// The next window; nil after the last.
  mutating func next() throws(EngineError) -> Window? {
    let (rows, patients) = (search.pool.count, search.patients.patients.count)
    if !hasBegun {
      hasBegun = true
      progress?.begin(pairs: patients * rows)
    }
    guard patient < patients else {
      progress?.end()
      return nil
    }
    let end = min(row + rowsAtOnce * search.settings.threads, rows)
    let ranges = stride(from: row, to: end, by: rowsAtOnce).map { $0..<min($0 + rowsAtOnce, end) }
    let window = Window(patient: patient, ranges: ranges, isFirst: row == 0, isLast: end == rows)
    (patient, row) = end == rows ? (patient + 1, 0) : (patient, end)
    return window
  }

  /// Calls `body` for the ranges of a window side by side, each with its place among them.
  ///
  /// - Returns: What it gave, in order.
  /// - Throws: ``EngineError`` of the first range that failed, of damage, or where the task was cancelled.
  func judged<Part: Sendable>(
    _ window: Window, _ body: @escaping @Sendable (Range<Int>, Int) throws(EngineError) -> Part
  ) async throws(EngineError) -> [Part] {
    let parts = await withTaskGroup(of: (Int, Result<Part, EngineError>).self) { group in
      for (index, range) in window.ranges.enumerated() {
        group.addTask {
          do throws(EngineError) { return (index, .success(try body(range, index))) } catch {
            return (index, .failure(error))
          }
        }
      }
      var parts: [(Int, Result<Part, EngineError>)] = []
      for await part in group { parts.append(part) }
      return parts.sorted { $0.0 < $1.0 }
    }
    do throws(EngineError) {
      try requireNotCancelled()
      // Nothing gets out that was made of damaged donors.
      try search.pool.requireIntact()
      var found: [Part] = []
      for part in parts { found.append(try part.1.get()) }
      progress?.add(pairs: window.ranges.reduce(0) { $0 + $1.count })
      return found
    } catch {
      progress?.end()
      throw error
    }
  }
}
