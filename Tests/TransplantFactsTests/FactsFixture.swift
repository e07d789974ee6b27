import HLANomenclature
import HLAReference
import HLATyping
import MatchTestSupport

/// Typings of the embedded excerpt, written locus by locus.
enum FactsFixture {
  static let reference = TestPool.reference
  static let resolver = TypingResolver(reference: reference)

  /// One typing a locus of `Locus.typed`; loci that are not given are untyped.
  static func typings(_ cells: [String: (String, String)]) throws -> [LocusTyping] {
    try Locus.typed.map { locus in
      guard let pair = cells[locus.name] else { return .untyped }
      return try TestPool.typing(locus, pair.0, pair.1)
    }
  }

  static func typing(_ locus: Locus, _ first: String, _ second: String) throws -> LocusTyping {
    try TestPool.typing(locus, first, second)
  }
}
