import Crypto

extension MultipleAlleleCodes {
  /// Opens a compiled table, or reads the published file: alpha.v3 or numer.v3, plain, gzipped or zipped.
  ///
  /// - Throws: ``ReferenceBuildError`` naming the file and, for a faulty line, its number.
  public static func open(_ path: String) throws(ReferenceBuildError) -> MultipleAlleleCodes {
    do throws(ReferenceIndexError) {
      return try MultipleAlleleCodes(path: path)
    } catch {
      // Anything that does not begin like a compiled table is read as the published text.
      guard error == .notAnIndex else { throw .codes(file: path, error) }
    }
    var reader = CodeFileReader(path: path)
    return try reader.read()
  }
}

/// Reads the published table of codes in chunks; holds the growing table and one line.
struct CodeFileReader {
  private let path: String
  private var letters: [UInt32] = []
  private var starts: [UInt32] = []
  private var pool: [UInt8] = []
  private var line: [UInt8] = []
  private var lineNumber = 0
  private var fault: ReferenceBuildError?
  /// The longest real list has some 2 000 members.
  private static let longestLine = 1 << 18
  private static let largestFile = 1 << 30

  init(path: String) { self.path = path }

  mutating func read() throws(ReferenceBuildError) -> MultipleAlleleCodes {
    let file = ReleaseFile(path: path, content: .text, limit: CodeFileReader.largestFile)
    do {
      try file.stream { chunk in
        take(chunk)
        if let fault { throw fault }
      }
      if !line.isEmpty { takeLine() }
    } catch let error as ReferenceBuildError {
      throw error
    } catch let error as ReferenceSourceError {
      throw .source(file: path, error)
    } catch {
      throw .unreadable(file: path, reason: "\(error)")
    }
    if let fault { throw fault }
    guard !letters.isEmpty else { throw .codeLine(file: path, line: max(1, lineNumber)) }
    do throws(ReferenceIndexError) {
      return try MultipleAlleleCodes(bytes: compiled())
    } catch {
      throw .codes(file: path, error)
    }
  }

  private mutating func take(_ chunk: UnsafeRawBufferPointer) {
    var rest = chunk[...]
    while let end = rest.firstIndex(of: 10) {
      line += rest[..<end]
      takeLine()
      rest = rest[(end + 1)...]
    }
    line += rest
    if line.count > CodeFileReader.longestLine { takeLine() }
  }

  /// `[*]<TAB>CODE<TAB>list`, or `CODE<TAB>list`; the head lines hold no digit in their last cell.
  private mutating func takeLine() {
    lineNumber += 1
    defer { line.removeAll(keepingCapacity: true) }
    if line.last == 13 { line.removeLast() }
    let cells = line[...].fields(separator: 9)
    let isHead = line.isEmpty || line[0] == UInt8(ascii: "\"") || cells[cells.count - 1].elementsEqual("SUBTYPE".utf8)
    if fault != nil || isHead && line.count <= CodeFileReader.longestLine { return }
    guard line.count <= CodeFileReader.longestLine, cells.count == 2 || cells.count == 3,
      let code = CodeLetters(cells[cells.count - 2]),
      let members = CodeMembers(list: cells[cells.count - 1])
    else {
      fault = .codeLine(file: path, line: lineNumber)
      return
    }
    letters.append(code.rawValue)
    starts.append(UInt32(pool.count))
    members.append(to: &pool)
  }

  /// The file of the table: sorted by letters; of a code given twice the first stays.
  ///
  /// The growing table is given up, so that no more than two tables are ever held.
  private mutating func compiled() -> [UInt8] {
    var order = letters.indices.map { UInt32($0) }
    order.sort { (letters[Int($0)], $0) < (letters[Int($1)], $1) }
    var last: UInt32 = 0
    order.removeAll { index in
      let isRepeated = letters[Int(index)] == last
      last = letters[Int(index)]
      return isRepeated
    }
    starts.append(UInt32(pool.count))
    let length = order.reduce(0) { $0 + Int(starts[Int($1) + 1] - starts[Int($1)]) }
    var file = MultipleAlleleCodes.magic
    file.reserveCapacity(IndexLayout.headerLength + 8 * order.count + 4 + length)
    func append(_ value: some FixedWidthInteger) { withUnsafeBytes(of: value.littleEndian) { file += $0 } }
    append(MultipleAlleleCodes.version)
    append(UInt32(order.count))
    append(UInt64(length))
    file += [UInt8](repeating: 0, count: IndexLayout.headerLength - file.count)
    for index in order { append(letters[Int(index)]) }
    var offset: UInt32 = 0
    append(offset)
    for index in order {
      offset += starts[Int(index) + 1] - starts[Int(index)]
      append(offset)
    }
    for index in order { file += pool[Int(starts[Int(index)])..<Int(starts[Int(index) + 1])] }
    (letters, starts, pool) = ([], [], [])
    let digest = file.withUnsafeBytes { bytes in
      SHA256.hash(bufferPointer: UnsafeRawBufferPointer(rebasing: bytes[IndexLayout.headerLength...]))
    }
    file.replaceSubrange(IndexLayout.digestOffset..<IndexLayout.headerLength, with: Array(digest))
    return file
  }
}
