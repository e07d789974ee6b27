import DonorSelection
import HLAMatching
import HLANomenclature
import HLATyping

/// What rules for cord blood look at, as JSON; doses with the digits that their numbers give.
public struct UnitJSON: Encodable, Sendable {
  private let unit: UnitEvidence

  init(_ unit: UnitEvidence) { self.unit = unit }

  private enum CodingKeys: String, CodingKey {
    case match = "six_match"
    case a = "A"
    case b = "B"
    case drb1 = "DRB1"
    case nucleatedCells = "tnc"
    case cd34Cells = "cd34"
    case nucleatedCellsPerKilogram = "tnc_per_kg"
    case cd34CellsPerKilogram = "cd34_per_kg"
  }

  /// Writes the members; what is unknown is null, and doses are left out where the donor is no cord blood unit.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(BoundsJSON(unit.six.match), forKey: .match)
    try members.encode(BoundsJSON(unit.six.a), forKey: .a)
    try members.encode(BoundsJSON(unit.six.b), forKey: .b)
    try members.encode(BoundsJSON(unit.six.drb1), forKey: .drb1)
    guard let dose = unit.dose else { return }
    try members.encode(dose.nucleatedCells?.value, forKey: .nucleatedCells)
    try members.encode(dose.cd34Cells?.value, forKey: .cd34Cells)
    try members.encode(dose.perKilogram(.nucleatedCells), forKey: .nucleatedCellsPerKilogram)
    try members.encode(dose.perKilogram(.cd34Cells), forKey: .cd34CellsPerKilogram)
  }
}
