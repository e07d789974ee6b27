import FuzzSupport
import MatchEngine

/// A compiled table of codes that was changed: it is refused, or says the same.
///
/// The first byte chooses: the rest is the file; the rest patches a good file; the rest patches a good file whose
/// checksum is then set right. A table sealed by hand may say anything, but must not break memory or run away.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let way = input.byte() % 3
    var bytes = way == 0 ? input.rest : good
    if way > 0 { FilePatches.apply(&input, to: &bytes) }
    if way == 2 { FilePatches.reseal(&bytes) }
    file.write(bytes)
    do throws(ReferenceIndexError) {
      let table = try MultipleAlleleCodes(path: file.path)
      for letters in questions {
        let members = table.members(letters)
        if way == 1 { demand(members == table0.members(letters), "an accepted table says the same") }
        demand((members.map(size) ?? 0) <= bytes.count, "no code has more members than the file has bytes")
        _ = members?.requiredFirstField
      }
    } catch {
      demand(!"\(error)".isEmpty, "a fault has a message")
    }
  }
}

private let file = MemoryFile()
private let table0 = TinyRelease.table()
private let good = Array(table0.bytes)
private let questions = ["A", "AA", "AB", "ZZZZZ", "BQR", "FXT", "ZZZZZZ"].compactMap { CodeLetters($0.utf8) }

private func size(_ members: CodeMembers) -> Int {
  switch members {
  case .generic(let seconds): seconds.count
  case .specific(let pairs): pairs.count
  }
}
