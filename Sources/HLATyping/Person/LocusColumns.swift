import HLANomenclature
import HLAReference
import RegistryFormats

/// The four columns of a locus; plain numbers, since every cell of every row asks for them.
struct LocusColumns: Sendable {
  /// Stands for a column that the file does not have: no record has so many cells, so that its cell is empty.
  private static let none = Int.max

  let locus: Locus
  private let dna: (Int, Int)
  private let serology: (Int, Int)
  private let hasSerology: Bool
  private let readsBareAntigens: Bool

  /// - Parameter readsBareAntigens: One or two characters in a DNA column are an antigen (MV4 files).
  init(_ locus: Locus, _ map: ColumnMap, readsBareAntigens: Bool) {
    self.locus = locus
    self.readsBareAntigens = readsBareAntigens
    let name = locus.name
    let none = LocusColumns.none
    dna = (map[.dna(locusName: name, position: 1)] ?? none, map[.dna(locusName: name, position: 2)] ?? none)
    serology = (
      map[.serology(locusName: name, position: 1)] ?? none, map[.serology(locusName: name, position: 2)] ?? none
    )
    hasSerology = serology != (none, none)
  }

  /// Whether the file has any of them.
  var exist: Bool { hasSerology || dna != (LocusColumns.none, LocusColumns.none) }

  /// The DNA cells, where they stand as they are and no serology stands beside them; nil for all others.
  @inline(__always) func plainCells(_ record: borrowing RegistryRecord) -> (LocusCells.Cell, LocusCells.Cell)? {
    if readsBareAntigens || hasSerology && !(record[serology.0].isEmpty && record[serology.1].isEmpty) { return nil }
    return (record[dna.0], record[dna.1])
  }

  func cells(_ record: borrowing RegistryRecord) -> LocusCells {
    LocusCells(
      dna: (typingCell(dna.0, record), typingCell(dna.1, record)),
      serology: (record[serology.0], record[serology.1]))
  }

  private func typingCell(_ column: Int, _ record: borrowing RegistryRecord) -> LocusCells.Cell {
    let cell = record[column]
    return readsBareAntigens ? BareAntigens.withLetters(cell, locus) : cell
  }

  func column(_ source: TypingSource, _ position: Int) -> Int? {
    let pair = source == .dna ? dna : serology
    let column = position == 1 ? pair.0 : pair.1
    return column == LocusColumns.none ? nil : column
  }
}

/// The antigens 1 to 99 of each locus of the ten with their letters, for files that leave the letters out.
///
/// Source: FORMATS, section 4.1, MV4.
private enum BareAntigens {
  /// Written once and never freed or changed: cells point into it.
  nonisolated(unsafe) private static let texts: [[LocusCells.Cell]] = Locus.ten.map { locus in
    (0..<100).map { number in
      let text = Array(Antigen(locus: locus, number: UInt16(number)).description.utf8)
      let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: text.count)
      _ = bytes.initialize(from: text)
      return LocusCells.Cell(bytes)
    }
  }

  /// `7` in a column of B becomes `B7`; every other cell stays as it is.
  static func withLetters(_ cell: LocusCells.Cell, _ locus: Locus) -> LocusCells.Cell {
    guard (1...2).contains(cell.count), let number = decimal(cell), cell[0] != UInt8(ascii: "0"),
      Int(locus.rawValue) < texts.count
    else { return cell }
    return texts[Int(locus.rawValue)][number]
  }
}
