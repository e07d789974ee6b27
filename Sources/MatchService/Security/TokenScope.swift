/// What a caller may do.
public enum TokenScope: String, CaseIterable, Codable, Sendable {
  /// See references, pools and protocols.
  case read
  /// Search, and see the caller's own searches.
  case search
  /// See everybody's searches.
  case admin
}

/// Who asks.
public struct Caller: Sendable, Equatable {
  /// The token's name, as it stands in the history.
  public var name: String
  /// What the caller may do.
  public var scopes: Set<TokenScope>

  /// Whoever asks a service that asks for no tokens.
  static let anyone = Caller(name: "local", scopes: Set(TokenScope.allCases))
}
