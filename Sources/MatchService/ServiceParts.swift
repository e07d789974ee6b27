import Logging
import MatchEngine
import SearchHistory

/// What the routes of one service share.
final class ServiceParts: Sendable {
  let settings: ServiceSettings
  let metrics = ServiceMetrics()
  let gate: AdmissionGate
  let bodies: HeldSum
  let listed: HeldSum
  let time = TimeLimit()
  let tokens: TokenKeeper?
  let history: SearchStore?
  let catalogue: CatalogueKeeper
  let logger: Logger
  /// The day on which ages are counted where a request names none.
  let today: @Sendable () -> CalendarDate

  init(
    _ settings: ServiceSettings, logger: Logger, reference: MatchReference? = nil,
    today: @escaping @Sendable () -> CalendarDate = { .today }
  ) async throws {
    try settings.check()
    (self.settings, self.logger, self.today) = (settings, logger, today)
    tokens = try settings.tokens.map { path throws(SettingsFault) in try TokenKeeper(path: path, logger: logger) }
    history = try settings.history.file.map { path throws(HistoryError) in
      try SearchStore(path: path, settings: .init(mebibytes: settings.history.mebibytes))
    }
    gate = AdmissionGate(settings.limits)
    bodies = HeldSum(settings.limits.bodyBytesAtOnce)
    listed = HeldSum(settings.limits.listedAtOnce)
    catalogue = try await CatalogueKeeper(settings, reference, metrics: metrics, logger: logger)
    await catalogue.rescan()
  }
}
