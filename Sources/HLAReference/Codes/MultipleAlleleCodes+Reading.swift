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
        for byte in chunk {
          if byte == 10 { takeLine() } else { line.append(byte) }
          if line.count > CodeFileReader.longestLine { refuse() }
        }
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

  /// `[*]<TAB>CODE<TAB>list`, or `CODE<TAB>list`; the head lines hold no digit in their last cell.
  private mutating func takeLine() {
    lineNumber += 1
    defer { line.removeAll(keepingCapacity: true) }
    if line.last == 13 { line.removeLast() }
    let cells = line[...].fields(separator: 9)
    let isHead = line.isEmpty || line.first == UInt8(ascii: "\"") || cells.last?.text == "SUBTYPE"
    if isHead || fault != nil { return }
    guard cells.count == 2 || cells.count == 3, let code = CodeLetters(cells[cells.count - 2]),
      let members = CodeMembers(list: cells[cells.count - 1])
    else { return refuse() }
    letters.append(code.rawValue)
    starts.append(UInt32(pool.count))
    members.append(to: &pool)
  }

  private mutating func refuse() {
    if fault == nil { fault = .codeLine(file: path, line: max(1, lineNumber)) }
    line.removeAll(keepingCapacity: true)
  }

  /// Sorted by letters; of a code given twice the first stays.
  private func compiled() -> [UInt8] {
    let order = letters.indices.sorted { (letters[$0], $0) < (letters[$1], $1) }
    var sortedLetters: [UInt32] = []
    var sortedOffsets: [UInt32] = [0]
    var sortedPool: [UInt8] = []
    sortedPool.reserveCapacity(pool.count)
    for index in order where sortedLetters.last != letters[index] {
      let end = index + 1 < starts.count ? Int(starts[index + 1]) : pool.count
      sortedLetters.append(letters[index])
      sortedPool += pool[Int(starts[index])..<end]
      sortedOffsets.append(UInt32(sortedPool.count))
    }
    var body: [UInt8] = []
    body.reserveCapacity(8 * sortedLetters.count + 4 + sortedPool.count)
    for value in sortedLetters + sortedOffsets { withUnsafeBytes(of: value.littleEndian) { body += $0 } }
    body += sortedPool
    var file = MultipleAlleleCodes.magic
    withUnsafeBytes(of: MultipleAlleleCodes.version.littleEndian) { file += $0 }
    withUnsafeBytes(of: UInt32(sortedLetters.count).littleEndian) { file += $0 }
    withUnsafeBytes(of: UInt64(sortedPool.count).littleEndian) { file += $0 }
    file += [UInt8](repeating: 0, count: 8)
    file += Array(SHA256.hash(data: body))
    return file + body
  }
}
