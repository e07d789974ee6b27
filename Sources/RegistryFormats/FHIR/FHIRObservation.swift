/// What is read of one resource.
struct FHIRObservation {
  /// A text that is, or was meant to be, a GL String.
  struct Value {
    var text: [UInt8]
    var place: RecordPlace
  }

  /// Whether the resource is an Observation, and one that holds.
  var isObservation = false
  var isVoid = false
  /// Whether its value is a single allele, or several in phase.
  var isHaplotype = false
  var reference: [UInt8]?
  var identifier: [UInt8]?
  /// The naming system of the identifier.
  var identifierSystem: [UInt8]?
  var values: [Value] = []
  /// An element of the resource that stands in it more than once.
  var repeatedName: String?
}

/// Reads one resource; what has another shape than the format's is passed over.
///
/// Source: FORMATS, section 4.5.
struct FHIRResourceParser {
  private var cursor: JSONCursor
  private let grammar: JSONGrammar
  private var place: TextPlace
  private var placed = 0
  private(set) var observation = FHIRObservation()
  /// The elements met, to find those that stand twice.
  private var met: Set<String> = []

  init(_ piece: JSONObjectStream.Piece, grammar: JSONGrammar) {
    (cursor, place, self.grammar) = (JSONCursor(piece.bytes), piece.place, grammar)
  }

  /// Reads a resource that stands for itself.
  mutating func readResource() throws(JSONBreach) {
    try forEachMember { (parser, key) throws(JSONBreach) in try parser.readMember(key) }
  }

  /// Reads an entry of a Bundle.
  ///
  /// - Returns: False if it is no object.
  mutating func readEntry() throws(JSONBreach) -> Bool {
    guard try cursor.kind() == .object else { return false }
    try forEachMember { (parser, key) throws(JSONBreach) in
      if key == "resource" { try parser.readResource() } else { try parser.cursor.skip() }
    }
    return true
  }

  private mutating func readMember(_ key: String) throws(JSONBreach) {
    switch key {
    case "resourceType", "status", "code", "subject", "valueCodeableConcept", "component":
      if !met.insert(key).inserted { observation.repeatedName = key }
    default: return try cursor.skip()
    }
    switch key {
    case "resourceType": observation.isObservation = try string()?.elementsEqual("Observation".utf8) == true
    case "status":
      let status = try string() ?? []
      observation.isVoid = status.elementsEqual("entered-in-error".utf8) || status.elementsEqual("cancelled".utf8)
    case "code": try readCode()
    case "subject": try readSubject()
    case "valueCodeableConcept": try readConcept()
    default: try readComponents()
    }
  }

  private mutating func readComponents() throws(JSONBreach) {
    try forEachObject { (parser) throws(JSONBreach) in
      try parser.forEachMember { (parser, key) throws(JSONBreach) in
        if key == "valueCodeableConcept" { try parser.readConcept() } else { try parser.cursor.skip() }
      }
    }
  }

  private mutating func readSubject() throws(JSONBreach) {
    try forEachMember { (parser, key) throws(JSONBreach) in
      switch key {
      case "reference": parser.observation.reference = try parser.string()
      case "identifier":
        try parser.forEachMember { (parser, key) throws(JSONBreach) in
          switch key {
          case "value": parser.observation.identifier = try parser.string()
          case "system": parser.observation.identifierSystem = try parser.string()
          default: try parser.cursor.skip()
          }
        }
      default: try parser.cursor.skip()
      }
    }
  }

  /// LOINC 84414-2 is a haplotype.
  private mutating func readCode() throws(JSONBreach) {
    try forEachMember { (parser, key) throws(JSONBreach) in
      guard key == "coding" else { return try parser.cursor.skip() }
      try parser.forEachObject { (parser) throws(JSONBreach) in
        if try parser.readCoding()?.value.text.elementsEqual("84414-2".utf8) == true {
          parser.observation.isHaplotype = true
        }
      }
    }
  }

  /// Reads the GL Strings of a concept: those coded as such, else a text that is one.
  private mutating func readConcept() throws(JSONBreach) {
    var declared: [FHIRObservation.Value] = []
    var text: FHIRObservation.Value?
    try forEachMember { (parser, key) throws(JSONBreach) in
      switch key {
      case "coding":
        try parser.forEachObject { (parser) throws(JSONBreach) in
          if let code = try parser.readCoding(), code.isGLString { declared.append(code.value) }
        }
      case "text": text = try parser.value()
      default: try parser.cursor.skip()
      }
    }
    observation.values += declared
    if declared.isEmpty, let text, FHIRGenotypeText(text.text) != nil { observation.values.append(text) }
  }

  /// Reads a coding; the empty text stands for a code that is missing or cannot be read.
  private mutating func readCoding() throws(JSONBreach) -> (isGLString: Bool, value: FHIRObservation.Value)? {
    guard try cursor.kind() == .object else {
      try cursor.skip()
      return nil
    }
    var isGLString = false
    var code = FHIRObservation.Value(text: [], place: placeOfValue())
    try forEachMember { (parser, key) throws(JSONBreach) in
      switch key {
      case "system":
        let system = String(decoding: try parser.string() ?? [], as: UTF8.self).lowercased()
        isGLString = ["http://glstring.org", "https://glstring.org"].contains { system == $0 || system == $0 + "/" }
      case "code": code = try parser.value()
      default: try parser.cursor.skip()
      }
    }
    return (isGLString, code)
  }
}

extension FHIRResourceParser {
  /// Goes through the object that comes next; any other value is passed over.
  private mutating func forEachMember(
    _ body: (inout FHIRResourceParser, String) throws(JSONBreach) -> Void
  ) throws(JSONBreach) {
    guard try cursor.kind() == .object else { return try cursor.skip() }
    try cursor.enter()
    while let key = try cursor.nextKey() { try body(&self, String(decoding: text(key) ?? [], as: UTF8.self)) }
  }

  /// Goes through the array that comes next; a value that is no array is passed over, or taken as its only element.
  private mutating func forEachObject(
    _ body: (inout FHIRResourceParser) throws(JSONBreach) -> Void
  ) throws(JSONBreach) {
    guard try cursor.kind() == .array else { return try body(&self) }
    try cursor.enter()
    while try cursor.nextItem() { try body(&self) }
  }

  /// The string that comes next; nil for any other value, and where an escape stands for no character.
  private mutating func string() throws(JSONBreach) -> [UInt8]? {
    guard try cursor.kind() == .string else {
      try cursor.skip()
      return nil
    }
    return text(try cursor.string())
  }

  private mutating func value() throws(JSONBreach) -> FHIRObservation.Value {
    _ = try cursor.kind()
    let place = placeOfValue()
    return FHIRObservation.Value(text: try string() ?? [], place: place)
  }

  private mutating func placeOfValue() -> RecordPlace {
    place.pass(UnsafeBufferPointer(rebasing: cursor.bytes[placed..<cursor.index]))
    placed = cursor.index
    return place.recordPlace
  }

  private func text(_ literal: JSONCursor.Literal) -> [UInt8]? {
    guard literal.hasEscapes else { return Array(cursor.bytes[literal.content]) }
    return grammar.text(of: UnsafeBufferPointer(rebasing: cursor.bytes[literal.range]))
  }
}
