import FuzzSupport
import MatchEngine

/// hla.xml, plain or compressed: what is built from it can be opened again and finds its own names.
///
/// The first byte chooses whether control characters are repaired; the rest is the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let isRepairing = input.byte() & 1 == 1
    file.write(input.rest)
    do throws(ReferenceBuildError) {
      check(try ReferenceIndex.build(sources: [file.path], repairingControlCharacters: isRepairing))
    } catch {
      demand(!"\(error)".isEmpty, "a fault has a message")
    }
  }
}

private let file = MemoryFile()

private func check(_ index: ReferenceIndex) {
  let again = try? ReferenceIndex(bytes: Array(index.bytes))
  demand(again?.facts == index.facts && again?.alleleCount == index.alleleCount, "an index can be opened again")
  for number in 0..<UInt32(min(index.alleleCount, 200)) {
    let code = AlleleCode(number)
    let name = index.name(of: code)
    demand(AlleleName(name.description) == name, "a printed name is read as itself")
    let afterStar = String(name.description.drop { $0 != "*" }.dropFirst())
    let found = try? index.resolve(locus: name.locus, name: afterStar)
    demand(found?.alleles.contains(code) ?? false, "a living name stands for its allele: \(name)")
    if case .known(let identity) = index.identity(of: code) {
      demand(index.members(of: identity, locus: name.locus).contains(code), "an identity has its allele")
      demand(!index.name(of: identity, locus: name.locus).isEmpty, "an identity has a name")
    }
    demand(index.gGroupMembers(ofGroupWith: code)?.contains(code) ?? true, "a G group has its allele")
    demand(index.suffix(of: code) != .null || index.kirLigands(of: code) == [], "a null carries no KIR ligand")
    demand(name.locus == .b || index.leader(of: code) == nil, "only HLA-B has a leader")
    _ = (index.serology(of: code), index.status(of: code), index.tceGroup(of: code), index.gGroupName(of: code))
  }
}
