/// A gene of the HLA region, or a neighbour that IPD-IMGT/HLA names in the same style.
///
/// Loci are data: rules that differ between loci are written as sets or ``LocusArray`` tables, not as properties.
public struct Locus: Hashable, Comparable, Sendable, RawRepresentable {
  /// Index into ``names``, stable across versions of the compact index file.
  public let rawValue: UInt8

  /// The locus with this index.
  ///
  /// - Returns: nil outside `0..<Locus.names.count`.
  public init?(rawValue: UInt8) {
    guard Int(rawValue) < Locus.names.count else { return nil }
    self.rawValue = rawValue
  }

  private init(known name: String) {
    rawValue = UInt8(Locus.names.firstIndex(of: name)!)
  }

  /// Every locus of the official allele list, typing loci first. Append only: index files store positions in this list.
  public static let names: [String] = [
    "A", "B", "C", "DRB1", "DQB1", "DPB1", "DRB3", "DRB4", "DRB5", "DQA1", "DPA1",
    "E", "F", "G", "H", "J", "K", "L", "N", "P", "R", "S", "T", "U", "V", "W", "Y",
    "DMA", "DMB", "DOA", "DOB", "DPA2", "DPB2", "DQA2", "DQB2", "DRA", "DRB2", "DRB6", "DRB7", "DRB8", "DRB9",
    "HFE", "MICA", "MICB", "TAP1", "TAP2",
  ]

  /// HLA-A.
  public static let a = Locus(known: "A")
  /// HLA-B.
  public static let b = Locus(known: "B")
  /// HLA-C.
  public static let c = Locus(known: "C")
  /// HLA-DRB1.
  public static let drb1 = Locus(known: "DRB1")
  /// HLA-DQB1.
  public static let dqb1 = Locus(known: "DQB1")
  /// HLA-DPB1.
  public static let dpb1 = Locus(known: "DPB1")
  /// HLA-DRB3.
  public static let drb3 = Locus(known: "DRB3")
  /// HLA-DRB4.
  public static let drb4 = Locus(known: "DRB4")
  /// HLA-DRB5.
  public static let drb5 = Locus(known: "DRB5")

  /// The five loci of the ten positions, in report order (DOMAIN, Counting).
  public static let ten: [Locus] = [.a, .b, .c, .drb1, .dqb1]
  /// The three loci of the six positions of Lei 2025.
  public static let six: [Locus] = [.a, .b, .drb1]
  /// All loci that a typing file may carry: the five of the ten, then the deeper ones.
  public static let typed: [Locus] = (0..<11).map { Locus(rawValue: $0)! }
  /// Loci whose gene a person may lack altogether, so that `NNNN` is a typing.
  public static let absentable: Set<Locus> = [.drb3, .drb4, .drb5]

  /// The locus name without "HLA-", as `DRB1`.
  public var name: String { Locus.names[Int(rawValue)] }

  /// Digits of the first field: three for MICA, MICB (FORMATS 1.7) and HFE, otherwise two.
  public var firstFieldWidth: Int { name.hasPrefix("MIC") || name == "HFE" ? 3 : 2 }

  /// The locus of a name such as `A`, `DRB1` or the former `Cw`; exact case, no `HLA-`.
  public init?(name: some StringProtocol) {
    let current = name == "Cw" ? "C" : String(name)
    guard let index = Locus.names.firstIndex(of: current) else { return nil }
    rawValue = UInt8(index)
  }

  /// Report order.
  public static func < (left: Locus, right: Locus) -> Bool { left.rawValue < right.rawValue }
}

extension Locus: CustomStringConvertible {
  /// The locus name without "HLA-".
  public var description: String { name }
}

/// One value for each locus of a fixed list, in report order.
public struct LocusArray<Element> {
  /// The loci, in report order.
  public let loci: [Locus]
  /// One element a locus, in the order of ``loci``.
  public var elements: [Element]

  /// Makes an element for every locus.
  public init(_ loci: [Locus], _ make: (Locus) throws -> Element) rethrows {
    self.loci = loci
    elements = try loci.map(make)
  }

  /// The element of a locus of the list.
  ///
  /// - Complexity: O(number of loci), at most eleven.
  public subscript(locus: Locus) -> Element {
    get { elements[position(of: locus)] }
    set { elements[position(of: locus)] = newValue }
  }

  private func position(of locus: Locus) -> Int {
    guard let index = loci.firstIndex(of: locus) else { preconditionFailure("\(locus) is not in this array") }
    return index
  }
}

extension LocusArray: Sendable where Element: Sendable {}
extension LocusArray: Equatable where Element: Equatable {}
