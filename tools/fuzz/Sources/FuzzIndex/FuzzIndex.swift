import FuzzSupport
import MatchEngine

/// An index file that was changed: it is refused, or answers as before.
///
/// The first byte chooses: the rest is the file; or it patches the tiny index or that of the excerpt, whose checksum may
/// then be set right. What a sealed file's tables say is trusted, so that of such a file only the opening is tested.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let way = input.byte() % 8
    let original = way == 1 ? excerpt : tiny
    var bytes = way == 0 ? input.rest : original.bytes
    if way > 0 { FilePatches.apply(&input, to: &bytes) }
    let isSealed = way > 3
    if isSealed { FilePatches.reseal(&bytes) }
    let fromMemory = outcome { () throws(ReferenceIndexError) in try ReferenceIndex(bytes: bytes) }
    file.write(bytes)
    let fromFile = outcome { () throws(ReferenceIndexError) in try ReferenceIndex(path: file.path) }
    switch (fromMemory, fromFile) {
    case (.success(let first), .success(let second)):
      demand(first.facts == second.facts && first.alleleCount == second.alleleCount, "mapped or held, it says the same")
      if way > 0, !isSealed { demand(Answers(first) == original.answers, "an accepted index answers as before") }
    case (.failure(let first), .failure(let second)):
      demand(first == second, "mapped or held, the fault is the same")
      demand(!"\(first)".isEmpty, "a fault has a message")
    default: demand(false, "mapped or held, it is accepted or refused alike")
    }
  }
}

private let file = MemoryFile()
private let tiny = Original(TinyRelease.index())
private let excerpt = Original(TinyRelease.excerpt())

private func outcome(
  _ open: () throws(ReferenceIndexError) -> ReferenceIndex
) -> Result<ReferenceIndex, ReferenceIndexError> {
  Result { () throws(ReferenceIndexError) in try open() }
}

/// A good index, and what it answers.
private struct Original {
  let bytes: [UInt8]
  let answers: Answers

  init(_ index: ReferenceIndex) { (bytes, answers) = (Array(index.bytes), Answers(index)) }
}

/// What an index says about some alleles and names.
private struct Answers: Equatable {
  let facts: ReferenceFacts
  let names: [String]
  let resolved: [[AlleleCode]?]

  init(_ index: ReferenceIndex) {
    facts = index.facts
    names = stride(from: 0, to: index.alleleCount, by: max(1, index.alleleCount / 40)).map {
      index.name(of: AlleleCode(UInt32($0))).description
    }
    resolved = ["01:01", "02:01", "0201", "01:02", "99:99"].map { try? index.resolve(locus: .a, name: $0).alleles }
  }
}
