import Logging
import MatchEngine

/// Keeps the tokens up with their file: a token whose line was taken out opens nothing from the next look on.
final class TokenKeeper: Sendable {
  private struct State {
    var table: TokenTable
    var file: FileIdentity?
    var isFaulty = false
  }

  private let path: String
  private let logger: Logger
  private let state: Guarded<State>

  /// Reads the file.
  ///
  /// - Throws: ``SettingsFault`` where it cannot be used: a service must not begin with tokens that nobody knows.
  init(path: String, logger: Logger) throws(SettingsFault) {
    (self.path, self.logger) = (path, logger)
    let file = FileIdentity(path: path)
    state = Guarded(State(table: try TokenTable(path: path), file: file))
  }

  /// Who has a token now; nil for nobody.
  func caller(token: some Sequence<UInt8>) -> Caller? { state.withLock { $0.table }.caller(token: token) }

  /// The file cannot be used as it is now, so that the tokens are those of an earlier one.
  var isFaulty: Bool { state.withLock { $0.isFaulty } }

  /// Looks at the file, and reads it where it changed; one that cannot be used leaves the tokens as they were and is told
  /// once.
  func reread() {
    let file = FileIdentity(path: path)
    let (known, wasFaulty) = state.withLock { ($0.file, $0.isFaulty) }
    if file == known, file != nil { return }
    do throws(SettingsFault) {
      let table = try TokenTable(path: path)
      state.withLock { $0 = State(table: table, file: file) }
      logger.info("tokens read")
    } catch {
      state.withLock { ($0.file, $0.isFaulty) = (file, true) }
      if !wasFaulty || file != known {
        logger.error("file of tokens refused, the earlier tokens stay", metadata: ["reason": "\(error)"])
      }
    }
  }
}
