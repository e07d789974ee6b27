import Glibc
import Testing

@testable import RegistryFormats

/// Files of the shapes that registries send, kept beside the repository.
enum RegistrySamples {
  static let folder: String = {
    let repository = #filePath.split(separator: "/").dropLast(3).reduce(into: "") { $0 += "/" + $1 }
    return repository + "/../shared/samples/"
  }()

  static var isPresent: Bool { access(folder, R_OK) == 0 }
}

@Suite("Samples of donor files", .enabled(if: RegistrySamples.isPresent, "the folder of samples is absent"))
struct RegistrySampleTests {
  static let german: [(file: String, encoding: TextEncoding, firstLine: Int, secondName: String)] = [
    ("donors_semicolon_bom_crlf.csv", .utf8, 2, "Żółć"),
    ("donors_semicolon_cp1252.csv", .windows1252, 2, "Œuvrard – Š?"),
    ("donors_semicolon_latin1.csv", .windows1252, 2, "Gülsüm"),
    ("donors_sep_line_utf16.csv", .utf16LittleEndian, 3, "Żółć"),
  ]

  @Test("Semicolon files of every encoding give the same typings", arguments: german)
  func germanSamples(file: String, encoding: TextEncoding, firstLine: Int, secondName: String) throws {
    let reader = try CSVReader(path: RegistrySamples.folder + file)
    let outcome = ReadOutcome(path: RegistrySamples.folder + file)
    #expect(reader.encoding == encoding)
    #expect(outcome.error == nil)
    #expect(outcome.lines == [firstLine, firstLine + 2, firstLine + 3])
    #expect(outcome.cells.first?.prefix(4) == ["0000123", "Müller; Jörg", "02:01", "24:02"])
    #expect(outcome.cells.first?.last == "Zeile 1\r\nZeile 2 mit \"Zitat\"")
    #expect(outcome.cells.map { $0[1] }.dropFirst().first == secondName)
    #expect(outcome.cells.last?[2...4] == ["A*03:01", "A*11:01", "B*35:01"])
    let map = try ColumnMap(header: reader.header, role: .donors)
    #expect(map[.donorID] == 0)
    #expect(map[.dna(locusName: "DRB1", position: 2)] == 7)
    #expect(map[.birthDate] == 8)
    #expect(map[.weight] == 9)
    #expect(map.unrecognised == [1, 10])
  }

  @Test("The comma file gives seven donors")
  func commaSample() throws {
    let outcome = ReadOutcome(path: RegistrySamples.folder + "donors_comma_utf8.csv")
    #expect(outcome.error == nil)
    #expect(outcome.rows.count == 7)
    #expect(outcome.faults.allSatisfy { $0 == nil })
    #expect(outcome.cells[1].prefix(3) == ["D0002", "02:01", ""])
    let map = try ColumnMap(header: outcome.header, role: .donors)
    #expect(map.unrecognised == [])
    #expect(map[.birthYear] == 14)
  }

  @Test("The patients' GL Strings and the KIR table are read whole")
  func otherSamples() throws {
    let patients = ReadOutcome(path: RegistrySamples.folder + "patients_glstring.csv")
    let map = try ColumnMap(header: patients.header, role: .patients)
    #expect(map.indices == [.patientID: 0, .glString: 1, .hlaVersion: 2])
    let genes = ReadOutcome(path: RegistrySamples.folder + "kir_typings.csv")
    #expect(try ColumnMap(header: genes.header, role: .donors)[.kirGene("3DP1")] == 16)
  }
}
