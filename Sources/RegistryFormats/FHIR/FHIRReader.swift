/// Reads the HLA genotypes of FHIR R4 Observations, one record a subject: of a Bundle, of one resource, or of one a line.
///
/// The Observations of a subject may lie anywhere in a file, so its typings, nothing else, are kept until the end. What
/// is not an Observation with a GL String is passed over. A breach of the form ends the reading: an Observation that is
/// lost could make a typing looser than it is.
///
/// Source: FORMATS, section 4.5.
public final class FHIRReader: RegistryFileReader {
  /// The names of the columns: those of ``StandardHeader``.
  public var header: [String] { StandardHeader.names }
  /// 1, as the format has no header.
  public var headerLine: Int { 1 }

  let stream: JSONObjectStream
  private let grammar = JSONGrammar()
  private let buffer = RecordBuffer(width: StandardHeader.names.count)
  private var subjects: FHIRSubjects

  private static let glColumn = StandardHeader.index(of: .glString)!
  private static let versionColumn = StandardHeader.index(of: .hlaVersion)!
  private static let kirColumn = StandardHeader.index(of: .kir)!

  /// A reader of these bytes; nothing is read yet.
  public convenience init(source: any ByteChunkSource) {
    self.init(JSONObjectStream(source, layout: .arrayOrDocuments("entry")))
  }

  init(_ stream: JSONObjectStream, bounds: FHIRSubjects.Bounds = FHIRSubjects.Bounds()) {
    self.stream = stream
    subjects = FHIRSubjects(bounds: bounds)
  }

  /// Calls `body` with every subject, good or faulty, in the order in which the file first speaks of them.
  ///
  /// A record must not be used after the call returns. If `body` throws, reading ends with that error.
  ///
  /// - Throws: ``JSONFileError``, or what `body` throws.
  public func forEachRecord(_ body: (borrowing RegistryRecord) throws -> Void) throws {
    while let piece = try stream.next() { try read(piece) }
    if subjects.all.isEmpty { throw JSONFileError.noGenotype }
    for subject in subjects.all {
      fill(subject)
      try buffer.deliver(body)
    }
  }

  private func read(_ piece: JSONObjectStream.Piece) throws(JSONFileError) {
    let place = piece.place.recordPlace
    if piece.isTooLong { return try subjects.append(.recordTooLong(limit: piece.limit), at: place) }
    if let breach = grammar.breach(in: piece.bytes) { throw piece.error(breach) }
    var parser = FHIRResourceParser(piece, grammar: grammar)
    var isObject = true
    do throws(JSONBreach) {
      if piece.content == .element { isObject = try parser.readEntry() } else { try parser.readResource() }
    } catch {
      throw piece.error(error)
    }
    guard isObject else {
      return try subjects.append(.unexpectedValue(name: "entry", expected: "an object"), at: place)
    }
    try add(parser.observation, at: place)
  }

  private func add(_ observation: FHIRObservation, at place: RecordPlace) throws(JSONFileError) {
    guard observation.isObservation, !observation.isVoid else { return }
    var values: [(code: FHIRGenotypeText?, place: RecordPlace)] = []
    for value in observation.values {
      let code = FHIRGenotypeText(value.text)
      if code?.namespace == .other { continue }
      values.append((code, value.place))
    }
    if !values.isEmpty { try subjects.add(values, of: observation, at: place) }
  }

  private func fill(_ subject: FHIRSubject) {
    buffer.begin(line: subject.place.line)
    if let fault = subject.fault {
      buffer.note(fault.kind, at: RecordPlace(line: fault.line, column: fault.column))
    }
    if !subject.id.isEmpty { buffer.set(StandardHeader.id, subject.id, at: subject.place) }
    let glString = subject.glString
    if !glString.isEmpty { buffer.set(Self.glColumn, glString, at: subject.place) }
    if !subject.version.isEmpty { buffer.set(Self.versionColumn, subject.version, at: subject.place) }
    if !subject.kir.isEmpty { buffer.set(Self.kirColumn, Array("gl:".utf8) + subject.kir, at: subject.place) }
  }
}
