/// Why a CSV file as a whole cannot be used.
public enum CSVError: Error, Equatable, Sendable {
  /// The file cannot be opened, or reading it failed.
  case source(ByteSourceError)
  /// The file is something else, recognised by its beginning.
  case notCSV(NonCSVContent)
  /// Every other byte is NUL: UTF-16 whose byte order mark is missing.
  case utf16WithoutMark
  /// Bytes that the file's encoding does not allow; line and column are those of the cell.
  case undecodable(line: Int, column: Int, found: UndecodableText, expected: TextEncoding)
  /// The file ends within a quoted cell; line and column tell where its quote opened.
  case unclosedQuote(line: Int, column: Int)
  /// The header itself is a faulty record.
  case faultyHeader(RecordFault)
  /// The delimiter asked for cannot separate fields.
  case unusableDelimiter(UInt8)
  /// Two headers mean the same column; `first` and `second` are their numbers, from 1.
  case duplicateColumn(name: String, first: Int, second: Int)
  /// A column was assigned to a header that the file does not have.
  case missingHeader(name: String, header: String)
  /// The left side of an assignment is no column name.
  case unknownColumn(name: String)
  /// An assignment without `=`, or with nothing on one of its sides.
  case malformedOverride(text: String)
}

/// What a file is that was taken for CSV.
public enum NonCSVContent: Equatable, Sendable {
  /// Nothing, or nothing but blank lines.
  case empty
  /// The stand-in that Git LFS leaves in place of a large file.
  case gitLFSPointer
  /// A web page.
  case html
  /// An XML document.
  case xml
  /// A ZIP archive, such as an Excel workbook.
  case zip
  /// A gzip-compressed file.
  case gzip
  /// A message of EMDIS, which systems exchange among themselves.
  case emdisMessage
}

extension CSVError: CustomStringConvertible {
  /// One sentence: what is wrong, and what was expected.
  public var description: String {
    switch self {
    case .source(let error): error.description
    case .notCSV(let content): "\(content); expected CSV with a header line"
    case .utf16WithoutMark: "the file looks like UTF-16 without a byte order mark; expected the mark, or UTF-8"
    case .undecodable(let line, let column, let found, let expected):
      "line \(line), column \(column): \(found) is not text; expected \(expected.displayName)"
    case .unclosedQuote(let line, let column):
      "line \(line), column \(column): the quote opened here is never closed; expected a closing quote"
    case .faultyHeader(let fault): "the header cannot be read: \(fault)"
    case .unusableDelimiter(let byte):
      "the byte 0x\(hexadecimal(byte)) cannot be a delimiter; expected a comma, semicolon, tab, pipe or such"
    case .duplicateColumn(let name, let first, let second):
      "columns \(first) and \(second) both mean \(name); expected it once"
    case .missingHeader(let name, let header):
      "no column has the header '\(header)'; expected it, as \(name) was assigned to it"
    case .unknownColumn(let name): "'\(name)' is no column of these files; expected a name such as donor_id or A_1"
    case .malformedOverride(let text): "'\(text)' assigns no column; expected name=header"
    }
  }
}

extension NonCSVContent: CustomStringConvertible {
  /// What the file is, in words.
  public var description: String {
    switch self {
    case .empty: "the file is empty"
    case .gitLFSPointer: "the file is a Git LFS pointer, not the file it stands for"
    case .html: "the file is a web page"
    case .xml: "the file is an XML document"
    case .zip: "the file is a ZIP archive or an Excel workbook"
    case .gzip: "the file is compressed with gzip"
    case .emdisMessage: "the file is an EMDIS message and no list of donors"
    }
  }
}
