/// Reads the records of one file in one pass, with memory that does not depend on the file's length.
///
/// One conformer a format; each lies in a folder of its own with the same file names: `XReader`, the reader, and
/// `XError`, why a file as a whole cannot be used.
public protocol RegistryFileReader: AnyObject {
  /// The names of the columns, as ``ColumnMap`` understands them.
  var header: [String] { get }
  /// The physical line, from 1, on which the header stands; 1 where the format has none.
  var headerLine: Int { get }

  /// Calls `body` with every record, good or faulty, in the order of the file.
  ///
  /// A record must not be used after the call returns. If `body` throws, reading ends with that error.
  ///
  /// - Throws: The reader's own error, or what `body` throws.
  func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws
}
