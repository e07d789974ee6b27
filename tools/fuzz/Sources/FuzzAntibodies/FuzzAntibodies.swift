import FuzzSupport
import MatchEngine

/// Cells of antibodies: every item is an antibody, a fault, or both, and a name that is shown is read as itself.
///
/// The text is also read as a typing of A and compared with the antibodies, so that any typing meets any list.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  FuzzInput.run(start, count) { input in
    let cutOff = Int(input.byte()) * 100
    let text = String(decoding: input.rest, as: UTF8.self)
    let list = AntibodyList(text, resolver: resolver)
    demand(list.antibodies.count + list.faults.count <= 2 * text.utf8.count + 2, "no item is told more than twice")
    demand(Set(list.antibodies.map(\.name)).count == list.antibodies.count, "each name stands once")
    for fault in list.faults { demand(!fault.message.isEmpty && !fault.item.isEmpty, "a fault has item and message") }
    for antibody in list.antibodies {
      let again = AntibodyList(antibody.name, resolver: resolver)
      demand(again.antibodies.map(\.target) == [antibody.target], "a name that is shown is read as itself")
      demand(antibody.strength.map { (0...1e6).contains($0) } ?? true, "a strength lies in its range")
    }
    let donor = typings(text)
    let comparison = AntibodyComparison(
      patient: patient, antibodies: list, cutOff: cutOff, reference: resolver.reference)
    let findings = comparison.findings(donor: donor)
    let isHit = comparison.loci.contains { comparison.hits(donor[Int($0.rawValue)], at: $0) }
    demand(findings.contains(where: \.isCertain) == isHit, "a donor is hit where a locus is")
  }
}

private let resolver = TypingResolver(reference: TinyRelease.excerpt(), codes: TinyRelease.table())
private let patient = typings("A*01:01")

/// Typings of which A alone is given.
private func typings(_ cell: String) -> [LocusTyping] {
  var typings = [LocusTyping](repeating: .untyped, count: Locus.typed.count)
  if case .position(let position)? = try? resolver.cell(cell, locus: .a) {
    typings[0] = .typed(TypedLocus(first: position, second: .presumedHomozygous, newAllele: .unknown))
  }
  return typings
}
