import Testing

@testable import RegistryFormats

@Suite("XML files of any wrapping") struct XMLRegistryFileTests {
  private static let text = Inventory.document((1...2_000).map { Inventory.donor("\($0)") }.joined())

  private static func ids(_ file: RegistryFile) throws -> [String] {
    var ids: [String] = []
    try file.forEachRecord { ids.append($0.text(StandardHeader.id)) }
    return ids
  }

  @Test("Plain, gzipped and zipped inventories read alike")
  func packed() throws {
    let plain = Array(Self.text.utf8)
    for bytes in [plain, PackedBytes.gzip(plain), PackedBytes.zip(plain)] {
      let file = try RegistryFile(source: ArrayByteSource(bytes, chunkLength: 1_000))
      #expect(file.format == .wmdaXML)
      #expect(file.header == StandardHeader.names)
      #expect(try Self.ids(file) == (1...2_000).map { "\($0)" })
    }
  }

  @Test("HML is known by its first element")
  func hml() throws {
    let text = "<?xml version='1.0'?><!-- INVENTORIES --><x:hml xmlns:x='urn:x'><x:sample id='7'/></x:hml>"
    let file = try RegistryFile(source: ArrayByteSource(PackedBytes.gzip(Array(text.utf8))))
    #expect(file.format == .hml)
    #expect(try Self.ids(file) == ["7"])
  }

  @Test("Recovery is an option of the file")
  func recovery() throws {
    let bytes = Array(Inventory.document("<DONOR>&x;</DONOR>" + Inventory.donor("2")).utf8)
    let options = RegistryFile.Options(recovers: true)
    #expect(try Self.ids(RegistryFile(source: ArrayByteSource(bytes), options: options)) == ["", "2"])
    let file = try RegistryFile(source: ArrayByteSource(bytes))
    let error = #expect(throws: RegistryFileError.self) { try Self.ids(file) }
    #expect(error == .xml(.notWellFormed(line: 4, column: 11, reason: "Entity 'x' not defined")))
    #expect(error?.description.hasPrefix("line 4, column 11: the document is damaged (Entity 'x'") == true)
  }

  @Test("A damaged archive is told as such, not as damaged XML")
  func damagedArchive() throws {
    let packed = PackedBytes.gzip(Array(Self.text.utf8))
    let file = try RegistryFile(source: ArrayByteSource(Array(packed.prefix(packed.count / 2))))
    let error = #expect(throws: RegistryFileError.self) { try file.forEachRecord { _ in } }
    guard case .source(.damagedArchive)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }
}

@Suite("Samples of XML files", .enabled(if: RegistrySamples.isPresent, "the folder of samples is absent"))
struct XMLSampleTests {
  private static func rows(_ name: String, packedBy pack: ([UInt8]) -> [UInt8] = { $0 }) throws -> [XMLOutcome.Row] {
    let source = try FileByteSource(path: RegistrySamples.folder + name)
    var bytes: [UInt8] = []
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 1)
    defer { buffer.deallocate() }
    while case let count = try source.read(into: buffer), count > 0 { bytes += buffer[..<count] }
    let file = try RegistryFile(source: ArrayByteSource(pack(bytes)))
    var rows: [XMLOutcome.Row] = []
    try file.forEachRecord { rows.append(XMLOutcome.Row($0, header: file.header)) }
    return rows
  }

  @Test("The inventory's two donors are read whole, plain, gzipped and zipped")
  func inventory() throws {
    let name = "wmda_inventory_donors.xml"
    let rows = try Self.rows(name)
    #expect(rows.map(\.line) == [4, 28])
    #expect(rows.allSatisfy { $0.fault == nil })
    let first: [String: String] = [
      "id": "9991012070433202001", "birth_date": "1994-06-28", "sex": "F", "abo": "A", "rhesus": "P", "A_ser_1": "2",
      "A_ser_2": "24", "A_1": "02:01:01G", "A_2": "24:02", "B_ser_1": "7", "B_ser_2": "62", "B_1": "07:02:01G",
      "B_2": "15:BDVC", "C_1": "07:02", "C_2": "03:04", "DRB1_1": "15:01", "DRB1_2": "04:XX", "DRB4_1": "01:03:01:02N",
      "DRB5_1": "01:01", "DQB1_1": "06:02", "DQB1_2": "03:02", "DPB1_1": "04:01", "DPB1_2": "04:02", "cmv": "G",
      "status": "AV", "weight_kg": "64",
    ]
    #expect(rows.first?.cells == first)
    #expect(rows.first?.places["B_2"] == RecordPlace(line: 15, column: 99))
    let second: [String: String] = [
      "id": "9991012070433202002", "birth_date": "1979-01-05", "sex": "M", "A_ser_1": "9", "B_ser_1": "15",
      "B_ser_2": "70", "DRB1_ser_1": "5", "DRB1_ser_2": "3", "status": "TU",
    ]
    #expect(rows.last?.cells == second)
    #expect(try Self.rows(name, packedBy: PackedBytes.gzip) == rows)
    #expect(try Self.rows(name) { PackedBytes.zip($0) } == rows)
  }

  @Test("The sample of HML gives its haploids, its GL Strings and its KIR typing")
  func hml() throws {
    let rows = try Self.rows("hml_1_0_1_typing.xml")
    #expect(rows.count == 1)
    #expect(rows.first?.line == 7)
    #expect(rows.first?.fault == nil)
    let hla =
      "HLA-A*02:01:01G+HLA-A*24:02:01G|HLA-A*02:05:01G+HLA-A*24:07:01G"
      + "^HLA-DRB1*15:01:01:01/HLA-DRB1*15:01:01:02+HLA-DRB1*13:01:01G"
    let expected: [String: String] = [
      "id": "000012345", "A_1": "02:01", "A_2": "24:AB", "DRB1_1": "15:01", "DRB1_2": "13:XX", "B_ser_1": "B7",
      "gl_string": hla, "kir": "gl:KIR2DL1*0030201+KIR2DL1*0020101^KIR3DL1*0010101+KIR3DS1*0130101",
      "hla_version": "3.58.0",
    ]
    #expect(rows.first?.cells == expected)
  }
}
