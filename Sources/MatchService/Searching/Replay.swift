import FoundationEssentials
import Logging
import MatchEngine
import SearchHistory

/// A past search run again: with the protocol and the day of then, and the pool and the program of now.
public struct Replay: Sendable {
  /// The answer is the same to the last byte.
  public let isSame: Bool
  /// What was compared, and what differs.
  public let lines: [String]

  /// Runs a search of the history again.
  ///
  /// - Throws: ``ServiceFault`` where there is no such search, or nothing to run it with.
  public static func run(_ id: Int64, _ settings: ServiceSettings) async throws -> Replay {
    guard let file = settings.history.file else {
      throw ServiceFault("no history: --history, or the setting history.file, was expected", exitCode: 64)
    }
    do {
      let parts = try await ServiceParts(settings, logger: Logger(label: "replay") { _ in SwiftLogNoOpLogHandler() })
      return try await Replay(id, parts)
    } catch let error as HistoryError {
      throw ServiceFault(error, file: file)
    } catch let problem as Problem {
      throw ServiceFault(problem.detail, exitCode: problem.exitCode ?? 65)
    }
  }

  init(_ id: Int64, _ parts: ServiceParts) async throws {
    guard let stored = try parts.history?.search(id), let request = try parts.history?.request(of: id) else {
      throw ServiceFault("there is no search \(id) with its request in the history", exitCode: 65)
    }
    let order = try JSONDecoder().decode(SearchOrder.self, from: Data(request.body))
    let rules: DonorProtocol
    do { rules = try DonorProtocol(file: request.rules) } catch {
      throw ServiceFault("search \(id): its protocol can no longer be read: \(error.message)", exitCode: 65)
    }
    let prepared = try await PreparedSearch(
      order, parts.catalogue.current, parts.settings, today: parts.today(), rules: rules)
    let answer = try await parts.answering { try await prepared.answer() }
    let now = SearchRecord(prepared, answer, caller: stored.search.caller, at: stored.search.at)
    isSame = now.resultHash == stored.search.resultHash
    lines = Replay.lines(id, stored.search, now, isSame: isSame)
  }

  private static func lines(_ id: Int64, _ then: SearchRecord, _ now: SearchRecord, isSame: Bool) -> [String] {
    var lines = [
      "\(ProgramVersion.text)  \(RunRecord.purpose)",
      "search \(id) of \(then.at) by \(then.caller): \(then.kind.rawValue), \(then.patients) patients, ages on \(then.date)",
    ]
    let parts: [(String, String, String)] = [
      ("program", then.program, now.program),
      ("IPD-IMGT/HLA", then.reference.words, now.reference.words),
      ("protocol", then.protocol.words, now.protocol.words),
      ("pool", then.pool.words, now.pool.words),
      ("result", String(then.resultHash.prefix(12)), String(now.resultHash.prefix(12))),
    ]
    for (name, before, after) in parts {
      lines.append("\(name): \(before == after ? "the same, \(before)" : "then \(before), now \(after)")")
    }
    lines.append(isSame ? "The answer is the same." : "The answer differs.")
    for (before, after) in zip(then.top, now.top) where before != after { lines += differences(before, after) }
    return lines
  }

  private static func differences(_ then: SearchRecord.TopOfList, _ now: SearchRecord.TopOfList) -> [String] {
    var lines = ["patient \(then.patientID):"]
    for place in 0..<max(then.donors.count, now.donors.count) {
      let (before, after) = (then.donors.at(place), now.donors.at(place))
      if before != after { lines.append("  rank \(place + 1): then \(words(before)), now \(words(after))") }
    }
    return lines
  }

  private static func words(_ place: SearchRecord.TopOfList.Place?) -> String {
    place.map { "\($0.donorID) (\($0.status), \($0.points))" } ?? "nobody"
  }
}

extension SearchRecord.Source {
  /// Name and the beginning of the hash.
  fileprivate var words: String { "\(name) \(sha256.prefix(12))" }
}

extension Array {
  /// The element at a place; nil beyond the end.
  fileprivate func at(_ place: Int) -> Element? { indices.contains(place) ? self[place] : nil }
}
