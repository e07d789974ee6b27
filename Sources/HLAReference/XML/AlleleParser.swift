// Invariants: `context` and `collector` live at one address from init to deinit; the callbacks get the address of
// `collector` and run only inside `parse` and `finish`.
import CLibXML2

/// Reads the alleles of hla.xml from chunks of its text, by libxml2's push parser.
///
/// No document tree, no network, no entities but the five of the language, and the parser's own limits on the length
/// of names, values and nesting stay in force.
struct AlleleParser: ~Copyable {
  private let context: xmlParserCtxtPtr
  private let collector: UnsafeMutablePointer<AlleleCollector>

  /// Prepares a parser.
  ///
  /// - Parameter sink: Called once an allele, in the order of the document; an error it throws stops the parser.
  init(sink: @escaping (XMLAllele) throws -> Void) {
    collector = .allocate(capacity: 1)
    var callbacks = Self.callbacks()
    guard let context = xmlCreatePushParserCtxt(&callbacks, collector, nil, 0, nil) else {
      fatalError("out of memory")
    }
    self.context = context
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue))
    collector.initialize(to: AlleleCollector(context: context, sink: sink))
  }

  deinit {
    xmlFreeParserCtxt(context)
    collector.deinitialize(count: 1)
    collector.deallocate()
  }

  /// Reads the next bytes of the document.
  ///
  /// - Throws: ``ReferenceSourceError``, and what the sink throws.
  func parse(_ chunk: UnsafeRawBufferPointer) throws {
    xmlParseChunk(context, chunk.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(chunk.count), 0)
    try throwFailure { $0.isControlCharacter ? .controlCharacter(line: $0.line) : $0.notWellFormed }
  }

  /// Reads the end of the document.
  ///
  /// - Throws: ``ReferenceSourceError`` where the document is not complete, and what the sink throws.
  func finish() throws -> XMLReleaseSummary {
    xmlParseChunk(context, nil, 0, 1)
    try throwFailure { $0.isControlCharacter ? .controlCharacter(line: $0.line) : .endsEarly(line: $0.line) }
    let summary = collector.pointee.summary
    guard summary.liveCount + summary.deletedCount > 0 else { throw ReferenceSourceError.noAlleles }
    return summary
  }

  private func throwFailure(_ translate: (XMLBreach) -> ReferenceSourceError) throws {
    if let failure = collector.pointee.failure { throw failure }
    if let breach = collector.pointee.breach { throw translate(breach) }
    if context.pointee.wellFormed == 0 {
      throw ReferenceSourceError.notWellFormed(
        line: Int(context.pointee.input?.pointee.line ?? 0), reason: "parser error \(context.pointee.errNo)")
    }
  }

  private static func callbacks() -> xmlSAXHandler {
    var callbacks = xmlSAXHandler()
    callbacks.initialized = UInt32(truncatingIfNeeded: XML_SAX2_MAGIC)
    callbacks.startElementNs = { state, name, _, _, _, _, count, _, attributes in
      state.unsafelyUnwrapped.assumingMemoryBound(to: AlleleCollector.self).pointee.start(
        name.unsafelyUnwrapped, XMLAttributes(attributes, count: count))
    }
    callbacks.endElementNs = { state, name, _, _ in
      state.unsafelyUnwrapped.assumingMemoryBound(to: AlleleCollector.self).pointee.end(name.unsafelyUnwrapped)
    }
    callbacks.internalSubset = { state, _, _, _ in
      state.unsafelyUnwrapped.assumingMemoryBound(to: AlleleCollector.self).pointee.startDocumentType()
    }
    callbacks.serror = { state, error in
      guard let state, let error = error?.pointee, error.level == XML_ERR_FATAL else { return }
      state.assumingMemoryBound(to: AlleleCollector.self).pointee.record(XMLBreach(error))
    }
    return callbacks
  }
}

/// A breach of well-formedness, as libxml2 reports it.
struct XMLBreach {
  /// The line, from 1.
  let line: Int
  /// The parser's message in one line.
  let reason: String
  /// A character that XML forbids stands in the text itself (not as a reference, which no repair of bytes mends).
  let isControlCharacter: Bool

  /// Copies what is needed of an error that lives only during the callback.
  init(_ error: xmlError) {
    let message = error.message.map { String(cString: $0) } ?? "error \(error.code)"
    line = max(1, Int(error.line))
    reason = message.split(whereSeparator: \.isNewline).joined(separator: " ")
    isControlCharacter = error.code == Int32(XML_ERR_INVALID_CHAR.rawValue) && !message.hasPrefix("xmlParseCharRef")
  }

  /// The error of the module for it.
  var notWellFormed: ReferenceSourceError { .notWellFormed(line: line, reason: reason) }
}
