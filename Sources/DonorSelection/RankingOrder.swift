import HLATyping

/// The place of a donor among others as two integers, smaller is better; equal keys are ordered by donor id.
///
/// From the highest bit: indeterminate (1), unrelated (1), points counted down from the highest possible (24),
/// uncertain positions (5), age in years or 255 where unknown (8); then cells, counted down from the most, 0 where the
/// order does not rest on them. Source: DOMAIN section 4, order of the ranking, and section 7.
struct RankingKey: Comparable, Hashable, Sendable {
  let packed: UInt64
  let cells: UInt32
  private static let pointBias = 1 << 23

  /// - Parameter uncertain: Match maximum - minimum.
  init(status: DonorStatus, isRelated: Bool, points: Int, uncertain: Int, age: Int?) {
    self.init(status: status, isRelated: isRelated, points: points, uncertain: uncertain, last: .age(age))
  }

  /// - Parameters:
  ///   - uncertain: Match maximum - minimum.
  ///   - last: What the tie-break of the protocol rests on.
  init(status: DonorStatus, isRelated: Bool, points: Int, uncertain: Int, last: TieBreak.Place) {
    precondition(abs(points) < RankingKey.pointBias, "a protocol's weights are limited so that points fit the key")
    var key: UInt64 = status == .eligible ? 0 : 1
    key = key << 1 | (isRelated ? 0 : 1)
    key = key << 24 | UInt64(RankingKey.pointBias - points)
    key = key << 5 | UInt64(uncertain)
    switch last {
    case .age(let age):
      packed = key << 8 | UInt64(age.map { min($0, 254) } ?? 255)
      cells = 0
    case .cells(let count):
      packed = key << 8 | 255
      cells = .max - (count?.thousandths ?? 0)
    }
  }

  static func < (left: RankingKey, right: RankingKey) -> Bool {
    left.packed != right.packed ? left.packed < right.packed : left.cells < right.cells
  }
}

extension RankingKey {
  var isIndeterminate: Bool { packed >> 38 & 1 == 1 }
  var isRelated: Bool { packed >> 37 & 1 == 0 }
  var points: Int { RankingKey.pointBias - Int(packed >> 13 & 0xFF_FFFF) }
  var uncertain: Int { Int(packed >> 8 & 31) }
  var age: Int? { packed & 255 == 255 ? nil : Int(packed & 255) }
}

extension TieBreak {
  /// What decides of one donor.
  enum Place {
    /// Complete years; nil, the last, where unknown.
    case age(Int?)
    /// Nucleated cells; nil, the last, where unknown.
    case cells(UnitCellCount?)
  }

  func place(_ donor: PersonFacts, age: Int?) -> Place {
    switch self {
    case .age: .age(age)
    case .nucleatedCells: .cells(donor.nucleatedCells)
    }
  }
}

/// A donor with its place. Rows ascend by id, so the row is the last tie-break.
struct RankedCandidate: Comparable, Sendable {
  let key: RankingKey
  let row: UInt32

  static func < (left: RankedCandidate, right: RankedCandidate) -> Bool {
    left.key != right.key ? left.key < right.key : left.row < right.row
  }
}

/// The best donors met so far, a number of them or all.
///
/// Invariant: where there is a limit, `heap` is a binary heap with the worst of the best in front.
struct BestDonors: Sendable {
  private let limit: Int
  private var heap: [RankedCandidate] = []

  /// - Parameter limit: Donors kept; 0 keeps all.
  init(limit: Int) { self.limit = limit }

  /// The donor that the next one has to be better than; nil while every donor is kept.
  var worst: RankedCandidate? { limit > 0 && heap.count == limit ? heap[0] : nil }

  /// The donors kept, in no order.
  var unordered: [RankedCandidate] { heap }

  mutating func add(_ candidate: RankedCandidate) {
    if limit == 0 || heap.count < limit {
      heap.append(candidate)
      if limit > 0 { rise(heap.count - 1) }
    } else if candidate < heap[0] {
      heap[0] = candidate
      sink(0)
    }
  }

  private mutating func rise(_ start: Int) {
    var index = start
    while index > 0, heap[(index - 1) / 2] < heap[index] {
      heap.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  private mutating func sink(_ start: Int) {
    heap.withUnsafeMutableBufferPointer { heap in
      var index = start
      let moved = heap[start]
      while 2 * index + 1 < heap.count {
        var child = 2 * index + 1
        if child + 1 < heap.count, heap[child] < heap[child + 1] { child += 1 }
        guard moved < heap[child] else { break }
        heap[index] = heap[child]
        index = child
      }
      heap[index] = moved
    }
  }
}
