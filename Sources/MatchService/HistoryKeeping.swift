import FoundationEssentials
import Hummingbird
import SearchHistory
import ServiceLifecycle

/// Forgets old searches day by day, and closes the history when the service ends.
struct HistoryKeeping: Service {
  private static let pause = Duration.seconds(3600)
  private let parts: ServiceParts

  init(_ parts: ServiceParts) { self.parts = parts }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        await forget()
        guard (try? await Task.sleep(for: HistoryKeeping.pause)) != nil else { return }
      }
    }
  }

  private func forget() async {
    guard let history = parts.history, parts.settings.history.keepDays > 0 else { return }
    let oldest = Date(timeIntervalSinceNow: Double(-parts.settings.history.keepDays) * 86_400)
    do throws(HistoryError) {
      let count = try await history.forget(before: Moment.text(oldest))
      if count > 0 { parts.logger.info("searches forgotten", metadata: ["count": "\(count)"]) }
    } catch {
      parts.logger.error("history", metadata: ["reason": "\(error)"])
    }
  }
}

/// Moments as text.
enum Moment {
  /// A moment in UTC, `2026-11-22T10:15:30Z`.
  static func text(_ date: Date) -> String { date.formatted(.iso8601) }

  /// This moment.
  static var now: String { text(Date()) }
}
