import CHLAData
import Crypto
import HLATyping
import Yams

extension DonorProtocol {
  /// The protocols compiled into the program, by name.
  public static let builtInNames = ["mst"]

  /// A protocol compiled into the program.
  ///
  /// - Returns: nil where no protocol of this name is built in.
  /// - Throws: ``ProtocolFileError`` only if the built-in file itself is at fault.
  public static func builtIn(_ name: String) throws(ProtocolFileError) -> DonorProtocol? {
    guard name == "mst" else { return nil }
    let file = hlamatch_protocol_mst()
    return try DonorProtocol(file: Array(UnsafeBufferPointer(start: file.start, count: file.length)))
  }

  /// Reads a protocol file.
  ///
  /// - Parameter bytes: The file: YAML in UTF-8, laid out like the built-in `mst`.
  /// - Throws: ``ProtocolFileError`` with line and column: unknown or missing keys, values out of range, rules that
  ///   contradict each other, an override without who and why.
  public init(file bytes: [UInt8]) throws(ProtocolFileError) {
    self.init()
    guard let text = String(validating: bytes, as: UTF8.self) else {
      let (line, column) = DonorProtocol.placeOfFirstFault(bytes)
      throw ProtocolFileError(line: line, column: column, message: "not UTF-8; YAML in UTF-8 was expected")
    }
    self.text = text
    hash = SHA256.hash(data: bytes).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw DonorProtocol.syntaxFault(error)
    }
    guard let root else {
      throw ProtocolFileError(line: 1, column: 1, message: "the file is empty; a protocol was expected")
    }
    try read(ProtocolNode(node: root, path: "the protocol"))
  }

  /// Line and column, in characters, of the first byte that is not UTF-8.
  private static func placeOfFirstFault(_ bytes: [UInt8]) -> (line: Int, column: Int) {
    var low = 0
    var high = bytes.count
    while low < high {
      let middle = (low + high + 1) / 2
      // A good prefix may be cut within a character of at most four bytes.
      let isGood = (0...3).contains {
        $0 <= middle && String(validating: bytes[..<(middle - $0)], as: UTF8.self) != nil
      }
      if isGood { low = middle } else { high = middle - 1 }
    }
    while low > 0, String(validating: bytes[..<low], as: UTF8.self) == nil { low -= 1 }
    let lines = String(decoding: bytes[..<low], as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    return (lines.count, lines.last!.count + 1)
  }

  private static func syntaxFault(_ error: any Error) -> ProtocolFileError {
    switch error as? YamlError {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ProtocolFileError(line: mark.line, column: mark.column, message: "not YAML: \(problem)")
    case .duplicatedKeysInMapping(let keys, let context):
      return ProtocolFileError(
        line: context.mark.line, column: context.mark.column,
        message: "not YAML: \(keys.sorted().joined(separator: ", ")) stands more than once")
    default: return ProtocolFileError(line: nil, column: nil, message: "not YAML: \(error)")
    }
  }

  private mutating func read(_ root: ProtocolNode) throws(ProtocolFileError) {
    let members = try root.members(
      allowed: ["protocol", "version", "title", "sources", "donor_types", "rules", "policies", "points", "allow"])
    name = try ProtocolNode.required("protocol", members, in: root).string()
    version = try ProtocolNode.required("version", members, in: root).string()
    title = try members["title"]?.string() ?? name
    if let node = members["sources"], node.node.mapping == nil {
      throw node.fault("sources was expected to hold short names, each with what the source says")
    }
    for source in members["sources"]?.node.mapping ?? [:] {
      sources.append((source.key.string ?? "", try ProtocolNode(node: source.value, path: "sources").string()))
    }
    if let types = members["donor_types"] {
      donorTypes = []
      for type in try types.elements() { donorTypes.insert(try type.choice(DonorType.self)) }
    }
    try readRules(try ProtocolNode.required("rules", members, in: root))
    if let policies = members["policies"] { try readPolicies(policies) }
    try readPoints(try ProtocolNode.required("points", members, in: root))
    for item in try members["allow"]?.elements() ?? [] { try readOverride(item) }
  }

  private mutating func readRules(_ node: ProtocolNode) throws(ProtocolFileError) {
    let rules = try node.members(allowed: ["match_count", "homozygous_loci", "one_way_match", "six_locus_rule"])
    let match = try ProtocolNode.required("match_count", rules, in: node)
    let matchMembers = try match.members(allowed: ["exclude_at", "source"])
    matchCountLimit = try ProtocolNode.required("exclude_at", matchMembers, in: match).integer(1...10)
    let homozygous = try ProtocolNode.required("homozygous_loci", rules, in: node)
    let homozygousMembers = try homozygous.members(allowed: ["exclude_at", "source"])
    homozygousLociLimit = try ProtocolNode.required("exclude_at", homozygousMembers, in: homozygous).integer(1...5)
    let oneWay = try ProtocolNode.required("one_way_match", rules, in: node)
    let oneWayMembers = try oneWay.members(allowed: ["exclude", "partial", "source"])
    oneWayMatchExcludes = try ProtocolNode.required("exclude", oneWayMembers, in: oneWay).boolean()
    partialOneWay = try oneWayMembers["partial"]?.choice(PartialOneWay.self) ?? .indeterminate
    let six = try ProtocolNode.required("six_locus_rule", rules, in: node)
    let sixMembers = try six.members(allowed: ["use", "at_most", "source"])
    let isUsed = try ProtocolNode.required("use", sixMembers, in: six).boolean()
    let limit = try sixMembers["at_most"]?.integer(0...6) ?? 4
    sixLocusLimit = isUsed ? limit : nil
    let named = [
      ("match_count", matchMembers), ("homozygous_loci", homozygousMembers), ("one_way_match", oneWayMembers),
      ("six_locus_rule", sixMembers),
    ]
    for (rule, members) in named {
      guard let source = members["source"] else { continue }
      let short = try source.string()
      guard sources.contains(where: { $0.name == short }) else {
        throw source.fault("\(short) is not among the sources; the short name of a source was expected")
      }
      ruleSources[rule] = short
    }
  }

  private mutating func readPolicies(_ node: ProtocolNode) throws(ProtocolFileError) {
    let members = try node.members(allowed: ["blank_second", "patient_blank_second", "new_allele"])
    let donors = try members["blank_second"]?.choice(BlankSecond.self) ?? .homozygous
    let patients = try members["patient_blank_second"]?.choice(BlankSecond.self) ?? .homozygous
    let new = try members["new_allele"]?.choice(NewAllelePolicy.self) ?? .unknown
    donorTyping = TypingPolicy(blankSecond: donors, newAllele: new)
    patientTyping = TypingPolicy(blankSecond: patients, newAllele: new)
  }

  private mutating func readOverride(_ node: ProtocolNode) throws(ProtocolFileError) {
    guard node.node.mapping != nil else {
      throw node.fault("an override was expected as {rule: ..., who: ..., why: ...}")
    }
    let members = try node.members(allowed: ["rule", "who", "why"])
    let rule = try ProtocolNode.required("rule", members, in: node).choice(ExclusionRule.self)
    let who = try ProtocolNode.required("who", members, in: node).string()
    let why = try ProtocolNode.required("why", members, in: node).string()
    guard !overrides.contains(where: { $0.rule == rule }) else { throw node.fault("\(rule.rawValue) is lifted twice") }
    overrides.append(RuleOverride(rule: rule, who: who, why: why))
  }
}
