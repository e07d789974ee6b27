import Yams

/// One value of a protocol file with its place, so that every refusal names line and column.
struct ProtocolNode {
  let node: Node
  /// The keys that lead here, joined by `.`.
  let path: String

  func fault(_ message: String) -> ProtocolFileError {
    ProtocolFileError(line: node.mark?.line, column: node.mark?.column, message: message)
  }

  /// The members of a mapping, whose keys must all be known.
  func members(allowed: [String]) throws(ProtocolFileError) -> [String: ProtocolNode] {
    guard let mapping = node.mapping else { throw fault("\(path) was expected to hold named values") }
    var members: [String: ProtocolNode] = [:]
    for (key, value) in mapping {
      guard let name = key.string, allowed.contains(name) else {
        let place = ProtocolNode(node: key, path: path)
        throw place.fault(
          "\(key.string ?? "this key") is not known in \(path); one of \(allowed.joined(separator: ", ")) was expected")
      }
      members[name] = ProtocolNode(node: value, path: path.isEmpty ? name : "\(path).\(name)")
    }
    return members
  }

  func integer(_ range: ClosedRange<Int>) throws(ProtocolFileError) -> Int {
    guard let value = node.int, range.contains(value) else {
      throw fault("\(path) was expected to be a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// Points of a term.
  func weight() throws(ProtocolFileError) -> Int {
    let range = DonorProtocol.pointRange
    guard let value = node.int, range.contains(value) else {
      throw fault(
        "\(path) was expected to be a whole number from \(range.lowerBound) to \(range.upperBound), so that the sum of all "
          + "points fits the ranking key")
    }
    return value
  }

  /// A count at which a rule excludes; nil for `never`.
  func limit(_ range: ClosedRange<Int>) throws(ProtocolFileError) -> Int? {
    if node.scalar?.string == "never" { return nil }
    guard let value = node.int, range.contains(value) else {
      throw fault("\(path) was expected to be a whole number from \(range.lowerBound) to \(range.upperBound), or never")
    }
    return value
  }

  func boolean() throws(ProtocolFileError) -> Bool {
    guard let value = node.bool else { throw fault("\(path) was expected to be true or false") }
    return value
  }

  func string() throws(ProtocolFileError) -> String {
    guard let value = node.scalar?.string, !value.isEmpty else { throw fault("\(path) was expected to be a text") }
    return value
  }

  func choice<Choice: RawRepresentable & CaseIterable>(_: Choice.Type) throws(ProtocolFileError) -> Choice
  where Choice.RawValue == String {
    guard let text = node.scalar?.string, let choice = Choice(rawValue: text) else {
      let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
      throw fault("\(path) was expected to be one of \(words)")
    }
    return choice
  }

  func elements() throws(ProtocolFileError) -> [ProtocolNode] {
    guard let sequence = node.sequence else { throw fault("\(path) was expected to be a list") }
    return sequence.enumerated().map { ProtocolNode(node: $0.element, path: "\(path)[\($0.offset + 1)]") }
  }

  /// The member of this name, which must be there.
  static func required(
    _ name: String, _ members: [String: ProtocolNode], in parent: ProtocolNode
  ) throws(ProtocolFileError) -> ProtocolNode {
    guard let member = members[name] else { throw parent.fault("\(name) is missing in \(parent.path)") }
    return member
  }
}
