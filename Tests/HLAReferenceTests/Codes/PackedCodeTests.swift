import HLANomenclature
import Testing

@testable import HLAReference

@Suite("The packed list of a code")
struct PackedCodeTests {
  private func members(_ bytes: [UInt8]) -> CodeMembers {
    bytes.withUnsafeBytes { bytes in
      var reader = PackedNumbers(bytes: bytes[...])
      return CodeMembers(&reader)
    }
  }

  @Test(
    "A list comes back from its bytes",
    arguments: ["01", "01/02/1000N", "24:02/24:09N", "65535:65535", "1/2Q/3L/4S/5C/6A/300"])
  func roundTrip(list: String) throws {
    let written = try #require(CodeMembers(list: Array(list.utf8)[...]))
    var bytes: [UInt8] = []
    written.append(to: &bytes)
    #expect(members(bytes) == written)
  }

  @Test("A list that promises more members than its bytes hold ends with them", arguments: [0, 1] as [UInt8])
  func overlong(kind: UInt8) {
    // 2^31 - 1 members promised, of which one follows.
    let found = members([0xFE | kind, 0xFF, 0xFF, 0xFF, 0x0F, 2, 4])
    switch found {
    case .generic(let seconds): #expect(seconds.map(\.field) == [1, 2])
    case .specific(let pairs): #expect(pairs.map(\.first) == [2])
    }
  }
}
