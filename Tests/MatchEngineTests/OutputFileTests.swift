import Foundation
import MatchEngine
import Testing

@Suite("Outputs")
struct OutputFileTests {
  @Test("A file appears only when it is finished, and whole")
  func wholeOrNothing() throws {
    let fixture = try RunFixture()
    let file = try OutputFile(path: fixture.path("out.csv"))
    try file.writeLine("first")
    #expect(!FileManager.default.fileExists(atPath: fixture.path("out.csv")))
    try file.writeLine("second")
    try file.commit()
    #expect(try fixture.text("out.csv") == "first\nsecond\n")
    #expect(try fixture.files == ["out.csv"])
  }

  @Test("An unfinished output leaves the former file as it was, and nothing beside it")
  func unfinished() throws {
    let fixture = try RunFixture()
    let path = try fixture.write("out.csv", "former")
    do {
      let file = try OutputFile(path: path)
      try file.write(Array(repeating: UInt8(ascii: "x"), count: 1 << 18))
    }
    #expect(try fixture.text("out.csv") == "former")
    #expect(try fixture.files == ["out.csv"])
  }

  @Test("A link is followed: the file it names is replaced, the link stays")
  func symbolicLink() throws {
    let fixture = try RunFixture()
    let target = try fixture.write("real.csv", "former")
    try FileManager.default.createSymbolicLink(atPath: fixture.path("link.csv"), withDestinationPath: target)
    let file = try OutputFile(path: fixture.path("link.csv"))
    try file.writeLine("new")
    try file.commit()
    #expect(try fixture.text("real.csv") == "new\n")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: fixture.path("link.csv")) == target)
  }

  @Test("A device is written in place")
  func device() throws {
    let file = try OutputFile(path: "/dev/null")
    try file.writeLine("gone")
    try file.commit()
    #expect(!file.isRegularFile)
  }

  @Test("A full disk is an error of writing")
  func fullDisk() throws {
    let file = try OutputFile(path: "/dev/full")
    try file.writeLine("too much")
    let error = #expect(throws: EngineError.self) { try file.commit() }
    #expect(error?.exitCode == 74)
  }

  @Test("A folder that is not there cannot be written to")
  func missingFolder() throws {
    let fixture = try RunFixture()
    let error = #expect(throws: EngineError.self) { try OutputFile(path: fixture.path("no/such/out.csv")) }
    #expect(error?.exitCode == 73)
  }
}
