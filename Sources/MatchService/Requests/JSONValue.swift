import FoundationEssentials

/// Any JSON, for bodies whose members are looked at one by one.
enum JSONValue: Codable, Equatable, Sendable {
  case null
  case bool(Bool)
  case whole(Int)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    // Texts are most values, and a try that fails costs more than one that does not.
    if value.decodeNil() {
      self = .null
    } else if let found = try? value.decode(String.self) {
      self = .text(found)
    } else if let found = try? value.decode(Int.self) {
      self = .whole(found)
    } else if let found = try? value.decode(Double.self) {
      self = .number(found)
    } else if let found = try? value.decode(Bool.self) {
      self = .bool(found)
    } else if let found = try? value.decode([JSONValue].self) {
      self = .list(found)
    } else {
      self = .object(try value.decode([String: JSONValue].self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .null: try value.encodeNil()
    case .bool(let found): try value.encode(found)
    case .whole(let found): try value.encode(found)
    case .number(let found): try value.encode(found)
    case .text(let found): try value.encode(found)
    case .list(let found): try value.encode(found)
    case .object(let found): try value.encode(found)
    }
  }

  /// The value as one line of JSON.
  var line: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return ((try? encoder.encode(self)).map(Array.init) ?? []) + [10]
  }
}

/// The members of a body, taken one by one; what nobody takes is refused, since it may be a slip of the pen.
struct RequestMembers {
  private var members: [String: JSONValue]
  private let known: Int

  /// Reads a body.
  ///
  /// - Throws: ``Problem`` `malformed_json`.
  init(_ body: [UInt8]) throws(Problem) {
    if let members = try? JSONDecoder().decode([String: JSONValue].self, from: Data(body)) {
      (self.members, known) = (members, members.count)
      return
    }
    let value: JSONValue
    do { value = try JSONDecoder().decode(JSONValue.self, from: Data(body)) } catch {
      throw .malformed("the body is not JSON; one object was expected")
    }
    guard case .object(let members) = value else { throw .malformed("the body is no object; one was expected") }
    (self.members, known) = (members, members.count)
  }

  /// A text; nil where it is absent or null.
  mutating func text(_ name: String) throws(Problem) -> String? {
    switch members.removeValue(forKey: name) {
    case nil, .null: return nil
    case .text(let text): return text
    default: throw .usage("\(name): not a text; a text was expected")
    }
  }

  /// A whole number; nil where it is absent or null.
  mutating func whole(_ name: String) throws(Problem) -> Int? {
    switch members.removeValue(forKey: name) {
    case nil, .null: return nil
    case .whole(let number): return number
    default: throw .usage("\(name): not a whole number; one was expected")
    }
  }

  /// Texts; empty where they are absent or null.
  mutating func texts(_ name: String) throws(Problem) -> [String] {
    switch members.removeValue(forKey: name) {
    case nil, .null: return []
    case .list(let values):
      return try values.map { value throws(Problem) in
        guard case .text(let text) = value else { throw .usage("\(name): not all are texts; texts were expected") }
        return text
      }
    default: throw .usage("\(name): not a list; a list of texts was expected")
    }
  }

  /// Whatever there is.
  mutating func value(_ name: String) -> JSONValue? { members.removeValue(forKey: name) }

  /// Refuses members that mean nothing.
  func requireAllTaken(_ expected: [String]) throws(Problem) {
    guard !members.isEmpty else { return }
    throw .usage("the body has members that mean nothing here; \(expected.joined(separator: ", ")) were expected")
  }
}
