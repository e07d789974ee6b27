import DonorSelection

/// In what two protocols differ, and how a ranking moves between them, in words.
public struct ProtocolDifferenceText {
  private let left: DonorProtocol
  private let right: DonorProtocol

  /// The differences of two protocols.
  public init(_ left: DonorProtocol, _ right: DonorProtocol) { (self.left, self.right) = (left, right) }

  /// What the protocols say differently.
  public var lines: [String] {
    let names = [("A", left), ("B", right)].map { letter, rules in
      "\(letter): \(rules.name) \(rules.version) \(rules.hash.prefix(12))  \(rules.title)"
    }
    let differences = left.differences(to: right)
    if differences.isEmpty { return names + ["", "The protocols say the same."] }
    var table = TerminalTable([("", .left), ("A", .left), ("B", .left)])
    for item in differences { table.add([item.key, item.left ?? "-", item.right ?? "-"]) }
    return names + [""] + table.lines
  }

  /// How one patient's donors move.
  public func lines(_ difference: RankingDifference, patient: String) -> [String] {
    var lines = ["", "Patient \(patient.printable)"] + standingLines(difference)
    guard !difference.moves.isEmpty else { return lines + ["No donor is ranked under either protocol."] }
    let stays = difference.moves.count { $0.left != nil && $0.left == $0.right }
    let moves = difference.moves.count { $0.left != nil && $0.right != nil } - stays
    let leaves = difference.moves.count { $0.right == nil }
    let enters = difference.moves.count { $0.left == nil }
    lines.append("Of the first: \(stays) keep their rank, \(moves) move, \(leaves) leave, \(enters) enter.")
    var table = TerminalTable([
      ("donor", .left), ("rank A", .right), ("rank B", .right), ("move", .right), ("status A", .left),
      ("status B", .left),
    ])
    for move in difference.moves {
      table.add([
        move.id.printable, move.left.map(String.init) ?? "-", move.right.map(String.init) ?? "-",
        ProtocolDifferenceText.step(move), move.standing.left.rawValue, move.standing.right.rawValue,
      ])
    }
    return lines + table.lines
  }

  private func standingLines(_ difference: RankingDifference) -> [String] {
    let all = difference.standings.values.reduce(0, +)
    let unchanged = difference.standings.filter { $0.key.left == $0.key.right }.values.reduce(0, +)
    let order = DonorStanding.allCases
    let changes = order.flatMap { left in
      order.filter { $0 != left }.compactMap { right in
        difference.standings.first { $0.key.left == left && $0.key.right == right }.map {
          "  \(left.rawValue) -> \(right.rawValue): \($0.value)"
        }
      }
    }
    return ["\(all) donors, \(unchanged) of unchanged status\(changes.isEmpty ? "" : ":")"] + changes
  }

  /// Ranks won (`+3`) or lost (`-2`) from the first protocol to the second.
  private static func step(_ move: RankMove) -> String {
    guard let left = move.left else { return "enters" }
    guard let right = move.right else { return "leaves" }
    return left == right ? "0" : left > right ? "+\(left - right)" : "-\(right - left)"
  }
}
