import Testing

@testable import RegistryFormats

@Suite("Files as sources of bytes") struct FileByteSourceTests {
  private static let folder = #filePath.split(separator: "/").dropLast().reduce(into: "") { $0 += "/" + $1 }

  @Test("A file is read to its end, in pieces of any size")
  func readsToTheEnd() throws {
    let source = try FileByteSource(path: #filePath)
    var text: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 100, alignment: 1)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 { text.append(contentsOf: buffer[..<count]) }
    #expect(text.starts(with: Array("import Testing".utf8)))
    #expect(text.suffix(2) == Array("}\n".utf8))
    #expect(try source.read(into: buffer) == 0)
  }

  @Test("A missing file is unreadable, with the system's reason")
  func missingFile() {
    let path = Self.folder + "/no such file.csv"
    #expect(ReadOutcome(path: path).error == .source(.unreadable(path: path, code: 2)))
    #expect(ByteSourceError.unreadable(path: "x", code: 2).description.contains("No such file"))
  }

  @Test("A folder is unreadable")
  func folder() {
    #expect(ReadOutcome(path: Self.folder).error == .source(.unreadable(path: Self.folder, code: 21)))
  }

  @Test("A failure while reading is told apart, with the bytes read before")
  func failureWhileReading() {
    struct Failing: ByteChunkSource {
      var rest = ArrayByteSource(Array("a,b\n1,2\n3,4\n".utf8), chunkLength: 8)
      var reads = 0
      mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(ByteSourceError) -> Int {
        reads += 1
        if reads == 2 { throw .readFailed(path: "x", code: 5, offset: 8) }
        return try rest.read(into: buffer)
      }
    }
    let error = #expect(throws: CSVError.self) { try CSVReader(source: Failing()) }
    #expect(error == .source(.readFailed(path: "x", code: 5, offset: 8)))
    #expect(error?.description.contains("failed after 8 bytes") == true)
  }
}
