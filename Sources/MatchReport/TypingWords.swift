import DonorSelection
import HLANomenclature
import HLAReference
import HLATyping

/// The words for the typings of one pool as lists of JSON, remembered.
public final class TypingWords: Sendable {
  /// What an entry takes beside its text.
  private static let overhead = 64
  private let memory = TypingMemory<[UInt8]>()
  let reference: ReferenceIndex

  /// The words for a pool whose typings were understood by a release; none is made yet.
  public init(_ reference: ReferenceIndex) { self.reference = reference }

  /// The positions of a donor's typing, as ``TypingText`` gives them.
  ///
  /// - Parameter key: The donor's at the locus.
  func positions(_ donor: RankedDonor, _ key: TypingKey, _ locus: Locus) -> [UInt8] {
    let place = PoolTyping(locus: locus, key: key)
    if let known = memory[place] { return known }
    let found = list(donor.typing(key, at: locus), locus)
    memory.add(found, place, weight: TypingWords.overhead + found.count)
    return found
  }

  /// The positions of a typing.
  func list(_ typing: LocusTyping, _ locus: Locus) -> [UInt8] {
    var list = JSONLineWriter(capacity: 64)
    list.texts(TypingText.positions(typing, locus, reference))
    return list.bytes
  }
}
