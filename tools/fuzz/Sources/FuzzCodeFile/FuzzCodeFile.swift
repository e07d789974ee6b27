import FuzzSupport
import MatchEngine

/// The published file of multiple allele codes, plain or compressed: what is read is what stands there.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let bytes = input.rest
    file.write(bytes)
    do throws(ReferenceBuildError) {
      let table = try MultipleAlleleCodes.open(file.path)
      check(table, of: bytes)
    } catch {
      demand(!"\(error)".isEmpty, "a fault has a message")
    }
  }
}

private let file = MemoryFile()

private func check(_ table: MultipleAlleleCodes, of bytes: [UInt8]) {
  demand(table.count > 0, "a table has a code")
  file.write(table.bytes)
  let again = try? MultipleAlleleCodes.open(file.path)
  demand(again?.count == table.count && again?.bytes.elementsEqual(table.bytes) == true, "a compiled table is a table")
  let isText = ![[0x1F, 0x8B], [0x50, 0x4B], Array("HLAMAC\r\n".utf8)].contains { bytes.starts(with: $0) }
  guard isText else { return }
  let plain = PlainCodeLists(bytes)
  demand(table.count == plain.lists.count, "every code of the file is in the table, once")
  for (code, list) in plain.lists {
    let members = CodeLetters(code.utf8).flatMap { table.members($0) }
    demand(members.map(PlainCodeLists.text) == list, "\(code) is what its list says")
  }
}

/// The lists as written, by the plainest way there is; of a code given twice the first counts.
private struct PlainCodeLists {
  var lists: [String: String] = [:]

  init(_ bytes: [UInt8]) {
    for line in bytes.split(separator: 10) {
      var cells = line.split(separator: 9, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
      if cells[cells.count - 1].unicodeScalars.last == "\r" { cells[cells.count - 1].unicodeScalars.removeLast() }
      guard cells.count > 1, line.first != UInt8(ascii: "\""), cells.last != "SUBTYPE" else { continue }
      let code = cells[cells.count - 2]
      if lists[code] == nil { lists[code] = PlainCodeLists.withoutZeros(cells[cells.count - 1]) }
    }
  }

  /// A list without the zeros before its numbers.
  private static func withoutZeros(_ list: String) -> String {
    var text = ""
    var isStart = true
    for scalar in list.unicodeScalars {
      if isStart, scalar == "0" { continue }
      isStart = scalar == "/" || scalar == ":"
      text.unicodeScalars.append(scalar)
    }
    return text
  }

  /// The members as a list.
  static func text(_ members: CodeMembers) -> String {
    switch members {
    case .generic(let seconds): seconds.map { "\($0.field)\($0.suffix.letter)" }.joined(separator: "/")
    case .specific(let pairs):
      pairs.map { "\($0.first):\($0.second.field)\($0.second.suffix.letter)" }.joined(separator: "/")
    }
  }
}
