/// The cells of one locus of one row.
public struct LocusCells {
  /// One of the cells, trimmed; empty where blank or without a column.
  public typealias Cell = UnsafeBufferPointer<UInt8>

  /// The DNA cells.
  public var dna: (Cell, Cell)
  /// The serology cells.
  public var serology: (Cell, Cell)
  /// What the GL String says of the locus.
  public var genotypes: Cell

  /// The cells of a locus.
  public init(dna: (Cell, Cell), serology: (Cell, Cell), genotypes: Cell = Cell(start: nil, count: 0)) {
    (self.dna, self.serology, self.genotypes) = (dna, serology, genotypes)
  }

  /// All are blank.
  public var isBlank: Bool { dna.0.isEmpty && dna.1.isEmpty && areDNAAlone }

  /// Neither serology nor a GL String speaks.
  var areDNAAlone: Bool { serology.0.isEmpty && serology.1.isEmpty && genotypes.isEmpty }
}

/// A fault in one of the cells of a locus.
public struct LocusFault: Error, Equatable, Sendable {
  /// The kind of column.
  public let source: TypingSource
  /// 1 or 2; 1 for a GL String.
  public let position: Int
  /// What is wrong with the cell.
  public let fault: TypingFault
}

/// Something worth saying about one of the cells of a locus.
public struct CellNote: Hashable, Sendable {
  /// The kind of column.
  public let source: TypingSource
  /// 1 or 2; 1 for a GL String.
  public let position: Int
  /// The note.
  public let note: TypingNote
}
