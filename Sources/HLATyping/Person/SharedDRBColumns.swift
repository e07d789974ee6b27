import HLANomenclature
import RegistryFormats

/// The two columns in which some registries give DRB3, DRB4 and DRB5 together: each person has at most two of them.
///
/// A value names its own gene, as `DRB4*01:03`; `NNNN` or `DRBX*NNNN` says that no gene stands there. A gene that neither
/// of two filled values names is absent; beside a blank it may be there untyped (FORMATS, section 3.1).
struct SharedDRBColumns: Sendable {
  typealias Cell = LocusCells.Cell
  /// A constant of the program, which cells may point to.
  private static var absent: Cell {
    let text: StaticString = "NNNN"
    return Cell(start: text.utf8Start, count: text.utf8CodeUnitCount)
  }

  let first: Int
  let second: Int

  /// Nil where the file has no such columns.
  init?(_ map: ColumnMap) {
    guard let first = map[.sharedDRB(position: 1)], let second = map[.sharedDRB(position: 2)] else { return nil }
    (self.first, self.second) = (first, second)
  }

  /// The DNA cells of one of the three genes.
  func cells(of locus: Locus, _ record: borrowing RegistryRecord) -> (Cell, Cell) {
    let values = [record[first], record[second]].filter { !SharedDRBColumns.isBlank($0) }
    let own = values.filter { SharedDRBColumns.gene(of: $0) == locus }
    let none = Cell(start: nil, count: 0)
    // A value that names no gene may be of any.
    let isTold = values.count == 2 && values.allSatisfy { SharedDRBColumns.gene(of: $0) != nil || isAbsence($0) }
    switch own.count {
    case 0: return isTold ? (SharedDRBColumns.absent, SharedDRBColumns.absent) : (none, none)
    case 1: return (own[0], isTold ? SharedDRBColumns.absent : none)
    default: return (own[0], own[1])
    }
  }

  /// The columns of values that name none of the three genes.
  func unreadable(_ record: borrowing RegistryRecord) -> [Int] {
    var columns: [Int] = []
    for column in [first, second] {
      let cell = record[column]
      if !SharedDRBColumns.isBlank(cell), SharedDRBColumns.gene(of: cell) == nil, !isAbsence(cell) {
        columns.append(column)
      }
    }
    return columns
  }

  private static func isBlank(_ cell: Cell) -> Bool {
    cell.isEmpty || ["-", "x", "X", "blank", "UUUU"].contains(String(decoding: cell, as: UTF8.self))
  }

  private func isAbsence(_ cell: Cell) -> Bool {
    let text = String(decoding: cell, as: UTF8.self)
    return text == "NNNN" || text.hasSuffix("DRBX*NNNN")
  }

  private static func gene(of cell: Cell) -> Locus? {
    let text = String(decoding: cell, as: UTF8.self)
    let bare = text.hasPrefix("HLA-") ? text.dropFirst(4) : text[...]
    return [Locus.drb3, .drb4, .drb5].first { bare.hasPrefix("\($0.name)*") }
  }
}
