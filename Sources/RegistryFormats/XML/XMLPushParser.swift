// Invariants: `context` and `walk` live at one address from init to deinit; the callbacks get the address of `walk`
// and run only inside `push` and `finish`.
import CLibXML2

/// Sends the elements of one document, which comes in chunks, along the tree of a format.
///
/// No document tree, no network, no entities but the five of the language, and the parser's own limits on the length
/// of names, values and comments stay in force.
struct XMLPushParser: ~Copyable {
  private let context: xmlParserCtxtPtr
  private let walk: UnsafeMutablePointer<XMLWalk>

  init(
    tree: XMLElementTree, builder: any XMLRecordBuilder, buffer: RecordBuffer,
    body: @escaping (borrowing RegistryRecord) throws -> Void
  ) {
    walk = .allocate(capacity: 1)
    var callbacks = Self.callbacks()
    guard let context = xmlCreatePushParserCtxt(&callbacks, walk, nil, 0, nil) else { fatalError("out of memory") }
    self.context = context
    // Entities are the five of the language only; without the option an ampersand in an attribute stays a reference.
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue | XML_PARSE_IGNORE_ENC.rawValue
    xmlCtxtUseOptions(context, Int32(options))
    xmlSwitchEncoding(context, XML_CHAR_ENCODING_UTF8)
    walk.initialize(to: XMLWalk(context: context, tree: tree, builder: builder, buffer: buffer, body: body))
  }

  deinit {
    xmlFreeParserCtxt(context)
    walk.pointee.deallocate()
    walk.deinitialize(count: 1)
    walk.deallocate()
  }

  /// What the closure threw; no more is read then.
  var failure: (any Error)? { walk.pointee.failure }
  /// The first breach; no more is read then.
  var breach: XMLBreach? { walk.pointee.breach }
  /// Whether the root element was found, and is of the right kind.
  var hasRoot: Bool { walk.pointee.hasRoot }
  /// The prefixes of the elements around records that were found, outermost first.
  var prefixes: [String] { walk.pointee.prefixes }
  /// Whether the root element was found, and has ended.
  var isComplete: Bool { walk.pointee.hasRoot && walk.pointee.depth == 0 }

  /// Makes a new parser stand within elements of a document, as if it had read them.
  ///
  /// - Parameters:
  ///   - ancestors: The names of the elements with their prefixes, outermost first.
  ///   - place: Where the next byte stands.
  ///   - offset: Its distance from the document's beginning.
  func resume(within ancestors: [String], at place: RecordPlace, offset: Int) {
    let tags = Array(ancestors.map { "<\($0)>" }.joined().utf8)
    tags.withUnsafeBufferPointer { push($0) }
    walk.pointee.origin = offset - tags.count
    context.pointee.input.pointee.line = Int32(clamping: place.line)
    context.pointee.input.pointee.col = Int32(clamping: place.column)
  }

  /// Reads the next bytes of the document.
  func push(_ bytes: UnsafeBufferPointer<UInt8>) {
    bytes.withMemoryRebound(to: CChar.self) { _ = xmlParseChunk(context, $0.baseAddress, Int32($0.count), 0) }
    noteUnreported()
    walk.pointee.noteStall()
  }

  /// Reads the end of the document.
  func finish() {
    xmlParseChunk(context, nil, 0, 1)
    noteUnreported()
  }

  private func noteUnreported() {
    guard context.pointee.wellFormed == 0, breach == nil, failure == nil else { return }
    walk.pointee.noteUnreported()
  }

  private static func callbacks() -> xmlSAXHandler {
    var callbacks = xmlSAXHandler()
    callbacks.initialized = UInt32(truncatingIfNeeded: XML_SAX2_MAGIC)
    callbacks.startElementNs = { state, name, prefix, space, _, _, count, _, attributes in
      state.unsafelyUnwrapped.assumingMemoryBound(to: XMLWalk.self).pointee.start(
        name.unsafelyUnwrapped, prefix, space, XMLAttributes(attributes, count: count))
    }
    callbacks.endElementNs = { state, _, _, _ in
      state.unsafelyUnwrapped.assumingMemoryBound(to: XMLWalk.self).pointee.end()
    }
    let characters: charactersSAXFunc = { state, bytes, count in
      state.unsafelyUnwrapped.assumingMemoryBound(to: XMLWalk.self).pointee.characters(
        bytes.unsafelyUnwrapped, Int(count))
    }
    callbacks.characters = characters
    callbacks.ignorableWhitespace = characters
    callbacks.cdataBlock = characters
    callbacks.internalSubset = { state, _, _, _ in
      state.unsafelyUnwrapped.assumingMemoryBound(to: XMLWalk.self).pointee.startDocumentType()
    }
    callbacks.serror = { state, error in
      guard let state, let error = error?.pointee, error.level == XML_ERR_FATAL else { return }
      state.assumingMemoryBound(to: XMLWalk.self).pointee.note(error)
    }
    return callbacks
  }
}
