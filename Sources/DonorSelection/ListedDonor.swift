import DonorPool
import HLATyping

/// A donor of a type that a protocol lists without rank: a product that is chosen without regard to HLA.
public struct ListedDonor: Sendable {
  /// The donor's row in the pool.
  public let row: Int
  /// The donor's id.
  public let id: String
  /// The donor's facts.
  public let facts: PersonFacts
  /// Complete years.
  public let age: Int?

  init(row: Int, _ pool: DonorPool, on date: CalendarDate) {
    (self.row, id, facts) = (row, pool.idText(row), pool.facts(row))
    age = facts.birth.age(on: date)
  }
}
