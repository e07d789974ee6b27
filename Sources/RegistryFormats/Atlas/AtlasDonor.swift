/// Carries one donor of an Atlas file into a record.
///
/// Keys are matched without case, as Atlas itself does; null counts as absent; keys without a meaning are passed over.
struct AtlasDonor {
  private var filler: JSONRecordFiller

  init(filler: JSONRecordFiller) { self.filler = filler }

  /// Reads the donor.
  ///
  /// - Throws: ``JSONBreach`` where the text is not JSON.
  mutating func read() throws(JSONBreach) {
    guard try enter("the donor") else { return }
    var hasTyping = false
    while let key = try filler.cursor.nextKey() {
      switch filler.shortName(key) {
      case AtlasName.recordID: try filler.fill(StandardHeader.id, name: "recordId")
      case AtlasName.changeType: try readChangeType()
      case AtlasName.donorType: try readDonorType()
      case AtlasName.hla:
        if hasTyping { filler.note(.repeated(name: "hla")) }
        hasTyping = true
        try readLoci()
      default: try filler.cursor.skip()
      }
    }
  }

  private mutating func readChangeType() throws(JSONBreach) {
    try readWord(AtlasName.status, "changeType", expected: "N, U, NU or D") { word in
      switch word {
      case "N", "U", "NU": ""
      case "D": "DE"
      default: nil
      }
    }
  }

  private mutating func readDonorType() throws(JSONBreach) {
    try readWord(AtlasName.donorKind, "donorType", expected: "D, C or B") { word in
      switch word {
      case "D", "B": ""
      case "C": "cord"
      default: nil
      }
    }
  }

  /// Translates a word of the format into the cell's; a blank word or null says nothing.
  private mutating func readWord(
    _ column: Int, _ name: String, expected: String, _ meaning: (String) -> String?
  ) throws(JSONBreach) {
    _ = try filler.cursor.kind()
    let place = filler.place(at: filler.cursor.index)
    let isRepeated = filler.buffer.isSet(column)
    let text = try filler.scalar(name: name) ?? []
    if isRepeated { filler.buffer.note(.repeated(name: name), at: place) }
    if let word = text.isEmpty ? "" : meaning(String(decoding: text, as: UTF8.self)) {
      filler.buffer.set(column, word.utf8, at: place)
    } else {
      filler.buffer.note(.unexpectedValue(name: name, expected: expected), at: place)
    }
  }

  private mutating func readLoci() throws(JSONBreach) {
    guard try enter("hla") else { return }
    while let key = try filler.cursor.nextKey() {
      if let name = filler.shortName(key), let locus = AtlasName.loci[name] {
        try readLocus(locus)
      } else {
        try filler.cursor.skip()
      }
    }
  }

  private mutating func readLocus(_ locus: AtlasName.Locus) throws(JSONBreach) {
    guard try enter(locus.name) else { return }
    while let key = try filler.cursor.nextKey() {
      switch filler.shortName(key) {
      case AtlasName.dna: try readPair(locus.dna, locus.name, "dna")
      case AtlasName.ser: try readPair(locus.serology, locus.name, "ser")
      default: try filler.cursor.skip()
      }
    }
  }

  private mutating func readPair(
    _ columns: (first: Int, second: Int), _ locus: String, _ method: String
  ) throws(JSONBreach) {
    guard try enter("\(locus).\(method)") else { return }
    while let key = try filler.cursor.nextKey() {
      switch filler.shortName(key) {
      case AtlasName.field1: try filler.fill(columns.first, name: "\(locus).\(method).field1")
      case AtlasName.field2: try filler.fill(columns.second, name: "\(locus).\(method).field2")
      default: try filler.cursor.skip()
      }
    }
  }

  /// Goes into the object that comes next.
  ///
  /// - Returns: False where there is none: nothing for null, else a fault.
  private mutating func enter(_ name: @autoclosure () -> String) throws(JSONBreach) -> Bool {
    switch try filler.cursor.kind() {
    case .object:
      try filler.cursor.enter()
      return true
    case .null where filler.cursor.isWithinObject:
      try filler.cursor.null()
    default:
      filler.note(.unexpectedValue(name: name(), expected: "an object"))
      try filler.cursor.skip()
    }
    return false
  }
}

/// The names that an Atlas file has for what is read of it.
enum AtlasName {
  /// A locus, and its columns in the standard header.
  struct Locus {
    /// As messages write it.
    var name: String
    var dna: (first: Int, second: Int)
    var serology: (first: Int, second: Int)
  }

  static let recordID = ShortName("recordId")
  static let changeType = ShortName("changeType")
  static let donorType = ShortName("donorType")
  static let hla = ShortName("hla")
  static let dna = ShortName("dna")
  static let ser = ShortName("ser")
  static let field1 = ShortName("field1")
  static let field2 = ShortName("field2")

  /// The format's own six loci, and those that its files could have beside them.
  static let loci: [ShortName: Locus] = Dictionary(
    uniqueKeysWithValues: RegistryColumn.locusNames.compactMap { name in
      guard
        let key = ShortName(name.utf8),
        let dna = StandardHeader.pair({ StandardHeader.dna(name, $0) }),
        let serology = StandardHeader.pair({ StandardHeader.serology(name, $0) })
      else { return nil }
      return (key, Locus(name: "hla." + name.lowercased(), dna: dna, serology: serology))
    })

  static let status = StandardHeader.index(of: .status)!
  static let donorKind = StandardHeader.index(of: .donorType)!
}

extension StandardHeader {
  /// The two columns of a locus; nil where one is missing.
  static func pair(_ column: (Int) -> Int?) -> (first: Int, second: Int)? {
    guard let first = column(1), let second = column(2) else { return nil }
    return (first, second)
  }
}
