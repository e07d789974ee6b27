/// The name of a KIR allele as typings write it: gene, then three digits for the protein, two more for silent and two
/// for other differences, and perhaps a suffix: `KIR3DL1*0010101`, `KIR2DL1*013N`.
public struct KIRAlleleName: Hashable, Sendable {
  /// The gene; 2DL5A and 2DL5B are one.
  public let gene: KIRGene
  /// The first three digits.
  public let number: UInt16
  private let letter: UInt8

  /// Reads a name; nil where it is none, as `KIR2DL1*NNNN`.
  public init?(_ text: some StringProtocol) {
    guard let star = text.firstIndex(of: "*"), let gene = KIRGene(name: text[..<star]) else { return nil }
    var digits = Array(text[text.index(after: star)...].utf8)
    if let last = digits.last, KIRAlleleName.suffixes.contains(last) { digits.removeLast() }
    guard [3, 5, 7].contains(digits.count), digits.allSatisfy({ $0 &- 48 < 10 }),
      let number = UInt16(String(decoding: digits.prefix(3), as: UTF8.self))
    else { return nil }
    (self.gene, self.number) = (gene, number)
    letter = gene.description == "2DL5" ? Array(text[..<star].utf8).last.map { $0 & 0xDF } ?? 0 : 0
  }

  private static let suffixes = Array("NLSCAQ".utf8)

  /// Whether IPD-KIR 2.13.0 knows the protein; longer names are not looked up further.
  public var isKnown: Bool {
    let column: String =
      switch letter {
      case UInt8(ascii: "A"): "2DL5A"
      case UInt8(ascii: "B"): "2DL5B"
      default: gene.description
      }
    let ranges = KIRAlleleName.proteins[column] ?? KIRAlleleName.either
    return ranges.contains { $0.contains(number) }
  }

  /// The release that ``isKnown`` speaks of.
  public static let release = "2.13.0"

  /// 2DL5 without its letter: either of its genes, which number their alleles together.
  private static let either: [ClosedRange<UInt16>] = (proteins["2DL5A"] ?? []) + (proteins["2DL5B"] ?? [])

  /// The numbers of the proteins of IPD-KIR 2.13.0, by gene: facts, no copy of its list (FORMATS, section 6).
  private static let proteins: [String: [ClosedRange<UInt16>]] = [
    "2DL1": [1...131], "2DL2": [1...16], "2DL3": [1...37], "2DL4": [1...59],
    "2DL5A": [1...1, 5...5, 12...12, 14...15, 21...34, 40...40, 42...42],
    "2DL5B": [2...4, 6...11, 13...13, 16...20, 35...39, 41...41],
    "2DP1": [1...4, 7...23, 25...37], "2DS1": [1...6, 8...13], "2DS2": [1...22], "2DS3": [1...24],
    "2DS4": [1...1, 3...4, 6...24], "2DS5": [1...38],
    "3DL1": [
      1...2, 4...9, 15...44, 51...54, 56...57, 59...77, 79...81, 86...103, 109...121, 137...181,
    ],
    "3DL2": [1...145], "3DL3": [1...23, 25...118], "3DP1": [1...45, 48...94],
    "3DS1": [10...14, 45...50, 55...55, 58...58, 78...78, 82...85, 104...108, 122...136],
  ]
}

extension KIRGenotype {
  /// The names of ``alleles`` that stand for an allele and that IPD-KIR does not know, each once, in their order.
  public var unknownAlleles: [String] {
    var unknown: [String] = []
    for name in alleles.split(whereSeparator: { "^?|+~/".contains($0) }).map(String.init) {
      let isPresence = ["NNNN", "NEG", "POS", "NEW"].contains(name.drop { $0 != "*" }.dropFirst())
      guard !isPresence, KIRAlleleName(name)?.isKnown != true, !unknown.contains(name) else { continue }
      unknown.append(name)
    }
    return unknown
  }
}
