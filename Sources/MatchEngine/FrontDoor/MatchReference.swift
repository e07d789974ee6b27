import HLAReference
import HLATyping

/// One release of IPD-IMGT/HLA, ready to read typings with: where embedding begins.
///
/// A reference is immutable and cheap to copy, so that a program may keep several releases side by side and use each from
/// any number of tasks. Pools and patients are read by a reference and belong to it.
///
/// ```swift
/// let reference = try await MatchReference.load("imgt-3.58.0.hlaref")
/// let pool = try await reference.openPool("donors.hlapool")
/// ```
public struct MatchReference: Sendable {
  /// The release.
  public let index: ReferenceIndex
  /// The table of multiple allele codes, where one was loaded.
  public let codes: MultipleAlleleCodes?
  /// What was understood of patients read before.
  let shelf = TableShelf()

  /// A reference of a release that was opened before.
  public init(index: ReferenceIndex, codes: MultipleAlleleCodes? = nil) { (self.index, self.codes) = (index, codes) }

  /// What the release was made from: its number, the hash of its sources, whether it is the embedded excerpt.
  public var facts: ReferenceFacts { index.facts }

  /// Loads a reference.
  ///
  /// - Parameters:
  ///   - path: An index file made by `hlamatch reference build`, a folder of official files in the layout of
  ///     ANHIG/IMGTHLA, or an hla.xml, plain, gzip or zip; nil for the embedded excerpt, which is no full release.
  ///   - codes: A table of multiple allele codes, alpha.v3 or numer.v3, as text, zip or compiled; nil for none.
  /// - Throws: ``EngineError/missingInput(_:)`` or ``EngineError/data(_:)``.
  /// - Complexity: An index is mapped and costs about a millisecond whatever it holds; official files are read as a
  ///   whole.
  public static func load(_ path: String? = nil, codes: String? = nil) async throws(EngineError) -> MatchReference {
    try MatchReference(opening: path, codes: codes)
  }

  init(opening path: String?, codes: String?) throws(EngineError) {
    index = try ReferenceIndex.open(path)
    self.codes = try codes.map { path throws(EngineError) in try MultipleAlleleCodes.load(path) }
  }
}
