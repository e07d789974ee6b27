import CLibXML2

extension XMLWalk {
  /// A document type declaration; its entities are never declared since the parser stops here.
  mutating func startDocumentType() { stop(.documentType, at: here.tagStart) }

  /// A breach of well-formedness; the parser itself sends no more elements after it.
  mutating func note(_ error: xmlError) {
    var message = error.message.map { String(cString: $0) } ?? "parser error \(error.code)"
    if message.contains("Huge input lookup") { message = "a tag, comment or instruction goes on for 10 MB" }
    note(.form(reason: message.split(whereSeparator: \.isNewline).joined(separator: " ")), at: nil)
  }

  /// A breach that the parser did not report.
  mutating func noteUnreported() { note(.form(reason: "parser error \(context.pointee.errNo)"), at: nil) }

  /// Notes an ampersand at which the parser waits for a semicolon that may be megabytes away.
  mutating func noteStall() {
    guard breach == nil, failure == nil, here.waitsAtAmpersand else { return }
    stop(.form(reason: "an ampersand begins no reference"), at: nil)
  }

  /// Where the parser stands.
  var here: XMLInputPlace { XMLInputPlace(context, origin: origin) }

  /// Notes a breach that libxml2 does not know of, and stops it.
  ///
  /// - Parameter tag: Where the breach is, if not where the parser stands.
  mutating func stop(_ kind: XMLBreach.Kind, at tag: XMLNamePointer?) {
    note(kind, at: tag)
    xmlStopParser(context)
  }

  /// - Parameter tag: Where the breach is, if not where the parser stands.
  private mutating func note(_ kind: XMLBreach.Kind, at tag: XMLNamePointer?) {
    guard breach == nil else { return }
    let input = here
    breach = XMLBreach(
      kind: kind, place: tag.flatMap(input.place(of:)) ?? input.place,
      offset: tag.map(input.offset(of:)) ?? input.offset, record: record ?? recordInTag(input),
      rest: input.rest(from: tag), surroundings: surroundings)
  }

  /// A record whose own start tag is broken, so that it never began.
  private func recordInTag(_ input: XMLInputPlace) -> (offset: Int, line: Int)? {
    guard hasRoot, let tag = input.tagStart, case let offset = input.offset(of: tag), offset >= lastRecordEnd,
      offset < input.offset, XMLTagStart.begins(input.rest(from: tag), oneOf: tree.recordNames)
    else { return nil }
    return (offset, input.place(of: tag)?.line ?? input.place.line)
  }

  private var surroundings: XMLBreach.Surroundings {
    switch context.pointee.instate {
    case XML_PARSER_COMMENT: .comment
    case XML_PARSER_PI: .instruction
    case XML_PARSER_CDATA_SECTION: .characterSection
    default: .content
    }
  }
}
