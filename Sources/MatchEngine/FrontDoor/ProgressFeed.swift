import HLATyping

/// How far one call has come.
public struct WorkProgress: Hashable, Sendable {
  /// What is done at the moment.
  public enum Stage: Hashable, Sendable {
    /// Rows of an input of this name are read.
    case reading(String)
    /// Pairs of a patient and a donor are judged.
    case searching
  }

  /// What is done at the moment.
  public let stage: Stage
  /// Rows read of this input, or pairs judged.
  public let done: Int
  /// Pairs in all; nil for rows, whose number is not known before the end.
  public let total: Int?

  /// The part that is done, 0 to 1; nil where the whole is not known.
  public var fraction: Double? { total.map { $0 == 0 ? 1 : Double(done) / Double($0) } }
}

/// Tells how far one call has come, while it runs.
///
/// Make a feed, watch ``updates`` in a task of its own, and hand the feed to the call. Only the latest state is kept for a
/// watcher that is slow; within a stage, states never go backwards. A feed belongs to one call, which ends it.
///
/// ```swift
/// let feed = ProgressFeed()
/// let watcher = Task {
///   for await progress in feed.updates { print(progress.done) }
/// }
/// let rankings = try await search.rank(progress: feed)
/// ```
public final class ProgressFeed: Sendable {
  /// The states, as they come; ends with the call. For one watcher.
  public let updates: AsyncStream<WorkProgress>
  private let continuation: AsyncStream<WorkProgress>.Continuation
  private let pairs = Guarded<(done: Int, total: Int)>((0, 0))

  /// A feed for one call.
  public init() {
    (updates, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  deinit { continuation.finish() }

  func note(_ reading: ReadingProgress) {
    continuation.yield(WorkProgress(stage: .reading(baseName(reading.file)), done: reading.rows, total: nil))
  }

  /// Begins the search of so many pairs.
  func begin(pairs total: Int) {
    pairs.withLock { pairs in
      pairs = (0, total)
      continuation.yield(WorkProgress(stage: .searching, done: 0, total: total))
    }
  }

  /// Notes that more pairs are done; called from any thread.
  func add(pairs more: Int) {
    pairs.withLock { pairs in
      pairs.done += more
      // Told in the lock, so that a later state is never told before an earlier one.
      continuation.yield(WorkProgress(stage: .searching, done: pairs.done, total: pairs.total))
    }
  }

  func end() { continuation.finish() }
}

/// Ends the work of a cancelled task.
func requireNotCancelled() throws(EngineError) {
  if Task.isCancelled { throw .cancelled }
}
