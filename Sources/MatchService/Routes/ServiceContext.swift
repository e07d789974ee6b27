import Hummingbird
import MatchEngine
import NIOCore

/// What is known of a request beside what it says itself.
struct ServiceContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// Who asks, once the token was looked at.
  let asking = Asking()

  /// The connection that the answer goes to.
  let channel: any Channel

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    channel = source.channel
  }

  /// Who asks, on a route that asks for a scope.
  ///
  /// - Throws: ``Problem/unauthorized``.
  var caller: Caller {
    get throws(Problem) {
      guard let caller = asking.caller else { throw .unauthorized }
      return caller
    }
  }
}

/// Who asks; shared by all that see one request.
final class Asking: Sendable {
  private let found = Guarded<Caller?>(nil)

  /// The caller; nil before the token was looked at, and where none is asked for.
  var caller: Caller? {
    get { found.withLock { $0 } }
    set { found.withLock { $0 = newValue } }
  }
}
