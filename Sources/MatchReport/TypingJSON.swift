import HLANomenclature
import HLAReference
import HLATyping

/// What one typing means, as one line of JSON (INTERFACE, section 4).
public struct TypingJSON: Encodable, Equatable, Sendable {
  /// Why a typing was refused.
  public struct Refusal: Codable, Equatable, Sendable {
    /// The code, as in rejects files.
    public var code: String
    /// What is wrong; what was expected.
    public var message: String

    /// A refusal.
    public init(code: String, message: String) { (self.code, self.message) = (code, message) }
  }

  /// The typing as given.
  public let input: String
  /// The refusal, where there is one; then nothing else is written.
  public let error: Refusal?
  /// The locus; nil where the typing is refused.
  public let locus: Locus?
  /// The notation; nil where the typing is refused.
  public let kind: TypingKind?
  /// The alleles that the typing may be, by their current names.
  public let alleles: [String]
  /// Their identities: P groups, and the two-field names of proteins that have none.
  public let identities: [String]
  /// Whether the alleles are expressed; nil for `NEW`, an absent gene, and a refused typing.
  public let expression: TypingExpression?
  /// The serological antigens that the alleles carry.
  public let antigens: [String]
  /// The KIR ligands (A, B and C), and `unknown` where the alleles differ or are not known well enough.
  public let kirLigands: [String]?
  /// The leader of HLA-B: `M`, `T` or `unknown`.
  public let leader: String?
  /// The T-cell epitope group of DPB1: `1`, `2`, `3` or `unknown`.
  public let tceGroup: String?
  /// What is worth saying, each `code: words`.
  public let warnings: [String]
  private let status: AlleleStatus?

  /// A refused typing.
  public init(input: String, error: Refusal) {
    (self.input, self.error, locus, kind, expression, tceGroup, status) = (input, error, nil, nil, nil, nil, nil)
    (kirLigands, leader) = (nil, nil)
    (alleles, identities, antigens, warnings) = ([], [], [], [])
  }

  /// A typing that was understood.
  public init(input: String, locus: Locus, position: PositionTyping, reference: ReferenceIndex) {
    (self.input, error, self.locus, kind) = (input, nil, locus, position.kind)
    alleles = position.alleles.map { reference.name(of: $0).description }
    identities = position.identities.codes.map { reference.name(of: ARDCode(UInt16($0)), locus: locus) }
    expression = position.isNew ? nil : position.expression
    antigens = position.antigens.codes.map { Antigen(locus: locus, number: UInt16($0)).description }
    kirLigands = TypingJSON.kirLigands(position, locus, reference)
    leader = locus == .b ? TypingJSON.leader(position, reference) : nil
    tceGroup = locus == .dpb1 ? TypingJSON.tceGroup(position, reference) : nil
    warnings = position.notes.map { "\($0.code): \($0.message)" }
    status = position.kind == .allele ? position.alleles.first.map { reference.status(of: $0) } : nil
  }

  /// The gene is absent.
  public init(absent input: String, locus: Locus) {
    (self.input, error, self.locus, kind, expression, tceGroup, status) = (input, nil, locus, .absent, nil, nil, nil)
    (kirLigands, leader) = (nil, nil)
    (alleles, identities, antigens, warnings) = ([], [], [], [])
  }

  /// The KIR ligands that every expressed member carries, and `unknown` where some members carry others or may do so.
  private static func kirLigands(_ position: PositionTyping, _ locus: Locus, _ reference: ReferenceIndex) -> [String]? {
    guard [.a, .b, .c].contains(locus) else { return nil }
    let told = position.expressedAlleles(in: reference).map { reference.kirLigands(of: $0) }
    let known = told.compactMap { $0 }
    let shared = known.dropFirst().reduce(known.first ?? []) { $0.intersection($1) }
    let isSettled = position.isClosed && known.count == told.count && Set(known).count <= 1
    return position.isClosed && known.count == told.count
      ? shared.names + (isSettled ? [] : ["unknown"]) : ["unknown"]
  }

  /// The leader where all expressed members share it.
  private static func leader(_ position: PositionTyping, _ reference: ReferenceIndex) -> String {
    let leaders = Set(position.expressedAlleles(in: reference).map { reference.leader(of: $0) })
    guard position.isClosed, leaders.count == 1, let leader = leaders.first, let leader else { return "unknown" }
    return leader.letter
  }

  /// The group where all expressed members share it.
  private static func tceGroup(_ position: PositionTyping, _ reference: ReferenceIndex) -> String {
    let expressed = position.alleles.filter { reference.identity(of: $0) != .null }
    let groups = Set(expressed.map { reference.tceGroup(of: $0)?.group })
    guard groups.count == 1, let group = groups.first, let group else { return "unknown" }
    return String(group)
  }

  private enum CodingKeys: String, CodingKey {
    case input, locus, kind, alleles, identities, expression, antigens, warnings, error
    case kirLigands = "kir_ligands"
    case leader = "b_leader"
    case tceGroup = "tce_group"
  }

  /// Writes the members that the typing has.
  public func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    try members.encode(input, forKey: .input)
    if let error {
      try members.encode(error, forKey: .error)
      return
    }
    try members.encode(locus?.name, forKey: .locus)
    try members.encode(kind?.rawValue, forKey: .kind)
    try members.encode(alleles, forKey: .alleles)
    try members.encode(identities, forKey: .identities)
    try members.encode(expression?.rawValue, forKey: .expression)
    try members.encode(antigens, forKey: .antigens)
    try members.encodeIfPresent(kirLigands, forKey: .kirLigands)
    try members.encodeIfPresent(leader, forKey: .leader)
    try members.encodeIfPresent(tceGroup, forKey: .tceGroup)
    try members.encode(warnings, forKey: .warnings)
  }

  /// The answer as text for a terminal.
  public var lines: [String] {
    if let error { return ["\(input.printable): refused (\(error.code)): \(error.message.printable)"] }
    var lines = ["\(input.printable): \(kind?.rawValue ?? "") at \(locus?.name ?? "")"]
    func add(_ title: String, _ values: [String]) {
      guard !values.isEmpty else { return }
      let more = values.count > 12 ? " and \(values.count - 12) more" : ""
      lines.append("  \(title): \(values.prefix(12).joined(separator: " "))\(more)")
    }
    add("alleles", alleles)
    add("identities", identities)
    if let expression { lines.append("  expression: \(expression.rawValue)") }
    add("antigens", antigens)
    if let kirLigands { add("KIR ligands", kirLigands.isEmpty ? ["none"] : kirLigands) }
    if let leader { lines.append("  HLA-B leader: \(leader)") }
    if let tceGroup { lines.append("  T-cell epitope group: \(tceGroup)") }
    if let status, !status.isEmpty { lines.append("  known as: \(status.words)") }
    for warning in warnings { lines.append("  warning: \(warning)") }
    return lines
  }
}

extension AlleleStatus {
  /// The statements in words.
  fileprivate var words: String {
    let names: [(AlleleStatus, String)] = [
      (.confirmed, "confirmed"), (.partial, "partial sequence"), (.common, "common"),
      (.wellDocumented, "well documented"),
    ]
    return names.filter { contains($0.0) }.map(\.1).joined(separator: ", ")
  }
}
