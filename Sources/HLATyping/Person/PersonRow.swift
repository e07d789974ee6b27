import RegistryFormats

/// Something wrong, or worth saying, about one cell of an input file.
public struct RowIssue: Hashable, Sendable {
  /// The physical line, from 1, on which the cell begins.
  public let line: Int
  /// The number of the column, from 1; 0 for the row as a whole.
  public let column: Int
  /// The canonical name of the column, as `A_1`.
  public let field: String
  /// The faulty cell; empty for ids, which are given by their position only.
  public let value: String
  /// The code, as in rejects files.
  public let code: String
  /// What is wrong; what was expected.
  public let message: String

  /// An issue.
  public init(line: Int, column: Int, field: String, value: String, code: String, message: String) {
    (self.line, self.column, self.field, self.value) = (line, column, field, value)
    (self.code, self.message) = (code, message)
  }
}

/// A cell as written, and where it stands.
public struct PersonCell: Hashable, Sendable {
  /// The text.
  public let text: String
  /// The physical line, from 1, on which the cell begins.
  public let line: Int
  /// The number of its column, from 1.
  public let column: Int
}

/// One row of a donor or patient file, understood; reused from row to row.
public struct PersonRow: Sendable {
  /// The physical line, from 1, on which the row begins.
  public internal(set) var line = 0
  /// Where the id stands.
  public internal(set) var idPlace = RecordPlace(line: 0, column: 0)
  /// The id in UTF-8.
  public internal(set) var id: [UInt8] = []
  /// One key a locus of ``Locus/typed``, into the tables the row was read with.
  public internal(set) var typings: [TypingKey]
  /// The optional facts.
  public internal(set) var facts = PersonFacts()
  /// The donor type as written, where it is none of the known ones.
  public internal(set) var unknownDonorType = false
  /// The `;`-separated patient ids of `related_to`, as written.
  public internal(set) var relatedTo = ""
  /// The cell of a patient's antibodies, as written, where it is filled.
  public internal(set) var antibodies: PersonCell?
  /// Why the row is rejected; empty for a good row.
  public internal(set) var faults: [RowIssue] = []
  /// What is worth saying about it.
  public internal(set) var warnings: [RowIssue] = []

  /// An empty row.
  public init(locusCount: Int) { typings = Array(repeating: .untyped, count: locusCount) }

  /// Forgets the last row, but for its id, which is set anew in every row.
  mutating func clear(line: Int) {
    self.line = line
    facts = PersonFacts()
    unknownDonorType = false
    if !relatedTo.isEmpty { relatedTo = "" }
    antibodies = nil
    if !faults.isEmpty { faults.removeAll(keepingCapacity: true) }
    if !warnings.isEmpty { warnings.removeAll(keepingCapacity: true) }
  }

  /// Takes an id over; in most files it is as long as the one before, whose place it then takes.
  mutating func setID(_ bytes: UnsafeBufferPointer<UInt8>) {
    if id.count == bytes.count {
      id.withUnsafeMutableBufferPointer { _ = $0.update(fromContentsOf: bytes) }
    } else {
      id.removeAll(keepingCapacity: true)
      id.append(contentsOf: bytes)
    }
  }

  /// Adds a reason why the row is rejected.
  public mutating func reject(_ issue: RowIssue) { faults.append(issue) }

  /// A fault of the id, which is given by its place only.
  public func idIssue(field: String, code: String, message: String) -> RowIssue {
    RowIssue(
      line: idPlace.line, column: idPlace.column, field: field, value: "", code: code, message: message)
  }

  /// An issue of the row as a whole.
  public func issue(field: String, code: String, message: String) -> RowIssue {
    RowIssue(line: line, column: 0, field: field, value: "", code: code, message: message)
  }
}
