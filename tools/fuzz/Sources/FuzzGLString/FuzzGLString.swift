import FuzzSupport
import MatchEngine

/// GL Strings and GL String Codes: what is read is printed as it was written, and the table gives it the same meaning
/// again and again.
///
/// The first byte is the locus for which the text is then understood.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let locus = input.choice(Locus.typed)
    let text = String(decoding: input.rest, as: UTF8.self)
    checkString(text)
    checkMeaning(Array(text.utf8), locus)
  }
}

private let resolver = TypingResolver(reference: TinyRelease.excerpt(), codes: TinyRelease.table())

private func checkString(_ text: String) {
  do throws(GLStringFault) {
    let code = try GLStringCode(parsing: text)
    demand(Array(text.utf8.dropFirst(code.offset)) == Array(code.string.utf8), "the offset of a string leads to it")
    let string = try GLString(parsing: code.string)
    let printed = string.description
    let again = try? GLString(parsing: printed)
    demand(again == string, "a printed string is read as itself: \(printed)")
  } catch {
    demand((0...text.utf8.count).contains(error.offset), "a fault lies in the text")
    demand(!error.code.isEmpty && !error.description.isEmpty, "a fault has a code and a message")
  }
}

private func checkMeaning(_ bytes: [UInt8], _ locus: Locus) {
  var table = LocusTypingTable(locus: locus, resolver: resolver, policy: TypingPolicy())
  let none = LocusCells.Cell(start: nil, count: 0)
  bytes.withUnsafeBufferPointer { bytes in
    let cells = LocusCells(dna: (none, none), serology: (none, none), genotypes: bytes)
    let first = Result { () throws(LocusFault) in try table.key(cells) }
    let again = Result { () throws(LocusFault) in try table.key(cells) }
    demand(first == again, "a repeated typing has the same key, or the same fault")
    switch first {
    case .success(let key):
      guard case .typed(let typed) = table.typing(key) else { return }
      demand(!typed.genotypes.isEmpty, "a typed locus has a genotype")
      for position in typed.positions {
        let isOfLocus = position.alleles.allSatisfy { resolver.reference.alleles(of: locus).contains($0.rawValue) }
        demand(isOfLocus && (position.isNew || !position.alleles.isEmpty), "alleles are of the locus")
      }
    case .failure(let fault): demand(table.faults(cells).contains(fault), "the first fault is among all")
    }
  }
}
