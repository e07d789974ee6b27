/// Carries the object of one line into a record.
struct JSONLine {
  private var filler: JSONRecordFiller
  /// The GL String and those of single loci, joined by `^`, and where the first stands.
  private var glString: [UInt8] = []
  private var glPlace: RecordPlace?
  private var hasGLString = false
  /// The KIR genes present, joined by commas, and where the first key of a gene stands.
  private var genes: [UInt8] = []
  private var genesPlace: RecordPlace?
  /// The names of the genes met, present or not.
  private var metGenes: Set<String> = []
  /// The loci that stood under their own key as a GL String.
  private var metLoci: Set<String> = []

  private static let glColumn = StandardHeader.index(of: .glString)!
  private static let kirColumn = StandardHeader.index(of: .kir)!

  init(filler: JSONRecordFiller) { self.filler = filler }

  /// Reads the line.
  ///
  /// - Parameters:
  ///   - keys: Finds the meanings of keys.
  ///   - unrecognised: Given each key that has none.
  /// - Throws: ``JSONBreach`` where the line is not one object.
  mutating func read(_ keys: inout JSONLinesKeyMemory, unrecognised: (String) -> Void) throws(JSONBreach) {
    guard try filler.cursor.kind() == .object else { throw filler.cursor.breach("no object begins here") }
    try filler.cursor.enter()
    var member = 0
    while let key = try filler.cursor.nextKey() {
      let raw = UnsafeBufferPointer(rebasing: filler.cursor.bytes[key.content])
      if let meaning = keys.meaning(member: member, raw: raw, name: { filler.string(key) }) {
        try read(meaning)
      } else if let name = filler.string(key) {
        unrecognised(name)
        try filler.cursor.skip()
      } else {
        throw filler.cursor.breach("an escape stands for no character", at: key.range.lowerBound)
      }
      member += 1
    }
    finish()
  }

  private mutating func read(_ key: JSONLinesKey) throws(JSONBreach) {
    switch key {
    case .cell(let column): try filler.fill(column, name: key.name)
    case .list(let column, let separator): try fillList(column, separator)
    case .locus(let locus, let first, let second):
      if !metLoci.insert(locus).inserted { filler.note(.repeated(name: locus)) }
      if try filler.cursor.kind() == .array {
        try fillPair(first, second, key)
      } else {
        try readGLString(ofLocus: locus)
      }
    case .antigens(let first, let second): try fillPair(first, second, key)
    case .glString: try readGLString()
    case .gene(let gene): try readGene(gene, key)
    }
  }

  /// Reads one or two values into the two cells of a locus; a second that is missing is blank.
  private mutating func fillPair(_ first: Int, _ second: Int, _ key: JSONLinesKey) throws(JSONBreach) {
    switch try filler.cursor.kind() {
    case .array:
      try filler.cursor.enter()
      var count = 0
      while try filler.cursor.nextItem() {
        if count < 2 {
          try filler.fill(count == 0 ? first : second, name: key.name)
        } else {
          if count == 2 { filler.note(.unexpectedValue(name: key.name, expected: "at most two values")) }
          try filler.cursor.skip()
        }
        count += 1
      }
      if count < 2 { setBlank(second, key) }
    case .null:
      try filler.cursor.null()
      setBlank(first, key)
      setBlank(second, key)
    default:
      filler.note(.unexpectedValue(name: key.name, expected: "an array of one or two values"))
      try filler.cursor.skip()
    }
  }

  private mutating func setBlank(_ column: Int, _ key: JSONLinesKey) {
    if filler.buffer.isSet(column) { filler.note(.repeated(name: key.name)) }
    filler.buffer.set(column, EmptyCollection(), at: filler.place(at: filler.cursor.index))
  }

  /// Reads an array of values, or one text that holds them all.
  private mutating func fillList(_ column: Int, _ separator: UInt8) throws(JSONBreach) {
    let name = StandardHeader.names[column]
    guard try filler.cursor.kind() == .array else { return try filler.fill(column, name: name) }
    let place = filler.place(at: filler.cursor.index)
    if filler.buffer.isSet(column) { filler.note(.repeated(name: name)) }
    try filler.cursor.enter()
    var list: [UInt8] = []
    while try filler.cursor.nextItem() {
      guard let text = try filler.scalar(name: name), !text.isEmpty else { continue }
      if !list.isEmpty { list.append(separator) }
      list += text
    }
    filler.buffer.set(column, list, at: place)
  }
}

extension JSONLine {
  private mutating func readGLString() throws(JSONBreach) {
    let place = try placeOfValue()
    if hasGLString { filler.note(.repeated(name: "gl_string")) }
    hasGLString = true
    if let text = try filler.scalar(name: "gl_string") { join(text, at: place) }
  }

  /// Reads the GL String of one locus; null is the locus untyped.
  private mutating func readGLString(ofLocus locus: String) throws(JSONBreach) {
    let place = try placeOfValue()
    guard let text = try filler.scalar(name: locus), text.contains(where: { !ASCII.isBlank($0) }) else { return }
    guard let qualified = LocusGLString.qualified(text, locus: locus) else {
      return filler.buffer.note(.unexpectedValue(name: locus, expected: "alleles of this locus"), at: place)
    }
    join(qualified, at: place)
  }

  private mutating func placeOfValue() throws(JSONBreach) -> RecordPlace {
    _ = try filler.cursor.kind()
    return filler.place(at: filler.cursor.index)
  }

  private mutating func join(_ text: [UInt8], at place: RecordPlace) {
    guard !text.isEmpty else { return }
    if glPlace == nil { glPlace = place } else { glString.append(UInt8(ascii: "^")) }
    glString += text
  }

  private mutating func readGene(_ gene: String, _ key: JSONLinesKey) throws(JSONBreach) {
    let place = try placeOfValue()
    if !metGenes.insert(gene).inserted { filler.note(.repeated(name: key.name)) }
    genesPlace = genesPlace ?? place
    var told: [UInt8] = []
    if try filler.cursor.kind() == .boolean {
      told = Array((try filler.cursor.boolean() ? "POS" : "NEG").utf8)
    } else if let text = try filler.scalar(name: key.name) {
      told = text
    }
    if told.isEmpty { return }
    if !genes.isEmpty { genes.append(ASCII.comma) }
    genes += gene.utf8
    genes.append(ASCII.equals)
    genes += told
  }

  /// Sets the cells that several keys make up.
  private mutating func finish() {
    if let glPlace { filler.buffer.set(Self.glColumn, glString, at: glPlace) }
    guard let genesPlace else { return }
    if filler.buffer.isSet(Self.kirColumn) { filler.buffer.note(.repeated(name: "kir"), at: genesPlace) }
    filler.buffer.set(Self.kirColumn, genes, at: genesPlace)
  }
}
