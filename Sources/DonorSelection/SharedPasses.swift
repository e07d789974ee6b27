import HLAMatching
import HLATyping

/// Lets searches of one pool that come at the same time go over it together.
///
/// A pass for one patient mostly waits for the pool's planes and unpacks the donors' facts; for sixteen patients it does so
/// once. Whoever comes waits until a pass begins, which is at once where there is nothing else to do; a pass takes all who
/// wait by then and whose donors are judged by the same rules on the same day. What each is told is the same as alone.
public final class SharedPasses: Sendable {
  /// Patients of one pass, so that nobody waits long for the others.
  private static let patientsOfPass = 16

  /// What searches must have in common to share a pass.
  private struct Terms: Hashable {
    let scan: ScanSettings
    let kernel: ScanKernel
    let tileRows: Int?
    let threads: Int
  }

  /// A search that waits for its pass or for the end of it.
  private struct Waiter {
    let number: Int
    let terms: Terms
    let rankers: [DonorRanker]
    let continuation: CheckedContinuation<[RankedRows], Never>
  }

  /// A pass under way.
  private struct Pass {
    /// The searches that still want it.
    var wanted: Set<Int>
    /// nil until it is known.
    var task: Task<Void, Never>?
  }

  private struct State {
    var waiting: [Waiter] = []
    /// A pass was asked for and has not begun.
    var isAskedFor = false
    /// The passes under way, by the number of the first search in each.
    var passes: [Int: Pass] = [:]
    var next = 0
    /// Searches given up before they waited.
    var cancelled: Set<Int> = []
    var made = 0
  }

  /// How many searches wait, how many passes are under way, and what else is held.
  package struct Load: Equatable, Sendable {
    var waiting = 0
    var passes = 0
    var cancelled = 0

    /// Nothing.
    package init() {}
  }

  /// Threads of all passes together.
  private let limit: Int
  private let state = Guarded(State())

  /// Passes of one pool.
  ///
  /// - Parameter threads: As many threads as passes may use together; a single pass may have more.
  public init(threads: Int) { limit = threads }

  /// What is held now.
  package var load: Load {
    state.withLock { state in
      var load = Load()
      (load.waiting, load.passes, load.cancelled) = (state.waiting.count, state.passes.count, state.cancelled.count)
      return load
    }
  }

  /// Passes so far.
  package var passesMade: Int { state.withLock { $0.made } }

  /// Ranks the donors for the patients of a search, as ``DonorRanker/rank(_:)`` does.
  public func rank(_ rankers: [DonorRanker]) async -> [DonorRanking] {
    await DonorRanker.rankings(rankers, await rows(rankers))
  }

  /// The best donors for the patients of a search, as ``DonorRanker/rows(_:)`` finds them.
  ///
  /// A cancelled task is answered at once, with donors left out: who may be cancelled asks `Task.isCancelled` before the
  /// answers are used.
  ///
  /// - Parameter rankers: One a patient, of the pool and with the same settings.
  public func rows(_ rankers: [DonorRanker]) async -> [RankedRows] {
    guard let settings = rankers.first?.settings, rankers.count < SharedPasses.patientsOfPass, settings.progress == nil,
      !rankers.contains(where: \.judgesByRecords)
    else { return await DonorRanker.rows(rankers) }
    let terms = Terms(
      scan: settings.scan, kernel: settings.kernel, tileRows: settings.tileRows, threads: settings.threads)
    let number = state.withLock { state in
      state.next += 1
      return state.next
    }
    // Who was answered just before giving up is no longer one who gave up.
    defer { state.withLock { _ = $0.cancelled.remove(number) } }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        join(Waiter(number: number, terms: terms, rankers: rankers, continuation: continuation))
      }
    } onCancel: {
      leave(number)
    }
  }

  private func join(_ waiter: Waiter) {
    let (isCancelled, begins) = state.withLock { state in
      if state.cancelled.remove(waiter.number) != nil { return (true, false) }
      state.waiting.append(waiter)
      return (false, asksForPass(&state))
    }
    if isCancelled { waiter.continuation.resume(returning: RankedRows.none(waiter.rankers)) }
    if begins { begin() }
  }

  /// - Returns: Whether the caller is to begin a pass.
  private func asksForPass(_ state: inout State) -> Bool {
    guard let first = state.waiting.first, !state.isAskedFor else { return false }
    guard state.passes.isEmpty || (state.passes.count + 1) * first.terms.threads <= limit else { return false }
    state.isAskedFor = true
    return true
  }

  /// Begins a pass as soon as there is a thread for it; who comes until then takes part.
  private func begin() { Task { await self.pass() } }

  /// Lets others go first as long as more searches come, so that they can take part.
  private func gather() async {
    var waiting = 0
    while true {
      let now = state.withLock { $0.waiting.count }
      guard now > waiting, now < SharedPasses.patientsOfPass else { return }
      waiting = now
      await Task.yield()
    }
  }

  private func pass() async {
    await gather()
    let (members, begins) = state.withLock { state in
      state.isAskedFor = false
      let members = SharedPasses.members(&state.waiting)
      if let first = members.first {
        state.passes[first.number] = Pass(wanted: Set(members.map(\.number)))
        state.made += 1
      }
      return (members, asksForPass(&state))
    }
    if begins { begin() }
    guard let first = members.first else { return }
    let task = Task { self.end(members, await DonorRanker.rows(members.flatMap(\.rankers))) }
    let isWanted = state.withLock { state in
      guard state.passes[first.number] != nil else { return true }
      state.passes[first.number]?.task = task
      return state.passes[first.number]?.wanted.isEmpty == false
    }
    if !isWanted { task.cancel() }
  }

  /// The searches of the next pass, which no longer wait.
  private static func members(_ waiting: inout [Waiter]) -> [Waiter] {
    guard let terms = waiting.first?.terms else { return [] }
    var (members, others, patients) = ([Waiter](), [Waiter](), 0)
    for waiter in waiting {
      if waiter.terms == terms, patients + waiter.rankers.count <= patientsOfPass {
        members.append(waiter)
        patients += waiter.rankers.count
      } else {
        others.append(waiter)
      }
    }
    waiting = others
    return members
  }

  private func end(_ members: [Waiter], _ rows: [RankedRows]) {
    let begins = state.withLock { state in
      state.passes[members[0].number] = nil
      return asksForPass(&state)
    }
    if begins { begin() }
    var first = 0
    for member in members {
      member.continuation.resume(returning: Array(rows[first..<first + member.rankers.count]))
      first += member.rankers.count
    }
  }

  /// A search is no longer wanted: it leaves the line, or is waited for no longer by the pass that it takes part in.
  private func leave(_ number: Int) {
    let (waiter, task) = state.withLock { state -> (Waiter?, Task<Void, Never>?) in
      if let place = state.waiting.firstIndex(where: { $0.number == number }) {
        return (state.waiting.remove(at: place), nil)
      }
      for (first, pass) in state.passes where pass.wanted.contains(number) {
        state.passes[first]?.wanted.remove(number)
        return (nil, pass.wanted.count == 1 ? pass.task : nil)
      }
      state.cancelled.insert(number)
      return (nil, nil)
    }
    waiter?.continuation.resume(returning: RankedRows.none(waiter?.rankers ?? []))
    task?.cancel()
  }
}

extension RankedRows {
  /// Of a search that nobody wants any more.
  fileprivate static func none(_ rankers: [DonorRanker]) -> [RankedRows] {
    rankers.map { _ in RankedRows(best: [], excluded: [], listed: [], tally: RankingTally()) }
  }
}
