/// The number of a release, as `3.58.0`; compared by its parts, never as text.
public struct ReleaseNumber: Comparable, Sendable {
  private let parts: [Int]

  /// Reads two to four numbers with dots between; nil for anything else, such as a date.
  public init?(_ text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    guard (2...4).contains(parts.count), parts.allSatisfy({ $0 != nil && (0..<100_000).contains($0!) }) else {
      return nil
    }
    self.parts = parts.map { $0! } + Array(repeating: 0, count: 4 - parts.count)
  }

  /// Order of publication.
  public static func < (left: ReleaseNumber, right: ReleaseNumber) -> Bool {
    left.parts.lexicographicallyPrecedes(right.parts)
  }
}
