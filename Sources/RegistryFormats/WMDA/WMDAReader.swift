/// Reads the donors and cord blood units of a WMDA inventory, in one pass and with bounded memory.
///
/// One record a `DONOR` or `CBU`, under the columns of ``StandardHeader``. Full files and those of changes read alike:
/// a deletion stays a record of status `DE`. It is not meant for use by several tasks at once.
///
/// Source: FORMATS, section 4.1.
public final class WMDAReader: RegistryFileReader {
  /// The names of the columns, as ``ColumnMap`` understands them.
  public let header = StandardHeader.names
  /// The format has no header.
  public let headerLine = 1
  private let file: XMLRecordFile

  /// Begins the reading of a file.
  ///
  /// - Parameters:
  ///   - source: The file's bytes, unpacked.
  ///   - policy: What to do at a breach of the file's form.
  public convenience init(source: any ByteChunkSource, policy: XMLBreachPolicy = .stop) {
    self.init(source: source, policy: policy, chunk: XMLRecordFile.chunk)
  }

  init(source: any ByteChunkSource, policy: XMLBreachPolicy, chunk: Int) {
    let buffer = RecordBuffer(width: StandardHeader.columns.count)
    file = XMLRecordFile(
      source, chunk: chunk, tree: WMDAElements.tree, builder: WMDARecordBuilder(buffer), buffer: buffer,
      policy: policy)
  }

  /// The bytes of memory held for the file's text and its cells.
  var heldCapacity: Int { file.heldCapacity }

  /// Calls `body` with every record, good or faulty, in the order of the file; a second call has none left.
  ///
  /// A record must not be used after the call returns.
  ///
  /// - Throws: ``XMLFileError``, or what `body` throws.
  /// - Complexity: O(bytes of the file).
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    try file.forEachRecord(body)
  }
}
