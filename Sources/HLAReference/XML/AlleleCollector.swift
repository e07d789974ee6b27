// Invariants: libxml2 calls these methods only while `AlleleParser` pushes a chunk, on the same thread; the parser
// outlives the collector; after `stop` no further element reaches it.
import CLibXML2

/// The state behind the parser's callbacks: knows the elements that matter, and passes each allele on at its end.
///
/// Of some two million elements a release has, about a sixth matter; the others must leave at once. Only within a
/// protein (`translation`) of HLA-A, -B or -C is the `characters` callback set, so that the hundred million bases of
/// `nucsequence` stay uncopied.
struct AlleleCollector {
  private let context: xmlParserCtxtPtr
  private let names: XMLNames
  private let sink: (XMLAllele) throws -> Void
  private var draft = AlleleDraft()
  private var hasRoot = false
  /// Counts and version so far.
  private(set) var summary = XMLReleaseSummary()
  /// The first error, from the document, the sink or the parser.
  private(set) var failure: (any Error)?
  /// The first breach of well-formedness.
  private(set) var breach: XMLBreach?

  /// Prepares for the alleles of one document.
  init(context: xmlParserCtxtPtr, sink: @escaping (XMLAllele) throws -> Void) {
    self.context = context
    names = XMLNames(of: context)
    self.sink = sink
  }

  /// The start of an element.
  @inline(__always)
  mutating func start(_ element: XMLNamePointer, _ attributes: XMLAttributes) {
    guard hasRoot else { return startRoot(element, attributes) }
    switch element.pointee {
    case UInt8(ascii: "a"): if element == names.allele { startAllele(attributes) }
    case UInt8(ascii: "c"), UInt8(ascii: "h"), UInt8(ascii: "r"): if draft.isOpen { startPart(element, attributes) }
    case UInt8(ascii: "t"): if element == names.translation, draft.isOpen, draft.wantsProtein { startProtein() }
    default: return
    }
  }

  /// The end of an element.
  @inline(__always)
  mutating func end(_ element: XMLNamePointer) {
    if element == names.allele {
      endAllele()
    } else if element == names.translation {
      context.pointee.sax.pointee.characters = nil
    }
  }

  /// Text of the protein that was started.
  mutating func addText(_ text: UnsafePointer<xmlChar>, count: Int) {
    draft.addResidues(UnsafeBufferPointer(start: text, count: count))
  }

  private mutating func startProtein() {
    draft.openProtein()
    context.pointee.sax.pointee.characters = { state, text, count in
      guard let state, let text else { return }
      state.assumingMemoryBound(to: AlleleCollector.self).pointee.addText(text, count: Int(count))
    }
  }

  /// A document type declaration; its entities are never declared since the parser stops here.
  mutating func startDocumentType() { stop(ReferenceSourceError.documentType(line: currentLine)) }

  /// A breach of well-formedness; the parser itself sends no more elements after it.
  mutating func record(_ found: XMLBreach) {
    if breach == nil { breach = found }
  }

  private mutating func startRoot(_ element: XMLNamePointer, _ attributes: XMLAttributes) {
    hasRoot = true
    if element == names.release {
      summary.version = Self.text(attributes[names.version])
    } else if element != names.alleles {
      let found = String(String(cString: element).prefix(40))
      stop(ReferenceSourceError.rootElement(found: found, line: tagLine))
    }
  }

  private mutating func startAllele(_ attributes: XMLAttributes) {
    let line = tagLine
    if draft.isOpen { return stop(ReferenceSourceError.nestedAllele(line: line)) }
    draft.open(attributes, names: names, line: line)
  }

  private mutating func startPart(_ element: XMLNamePointer, _ attributes: XMLAttributes) {
    if element == names.catalogueEntry {
      draft.addCatalogueEntry(attributes, names: names)
    } else if element == names.catalogue {
      draft.addCatalogue(attributes, names: names)
    } else if element == names.gGroup {
      draft.addGGroup(attributes, names: names)
    } else if element == names.pGroup {
      draft.addPGroup(attributes, names: names)
    } else if element == names.releaseVersions {
      draft.addReleaseVersions(attributes, names: names)
      let isFirst = summary.liveCount + summary.deletedCount == 0
      if isFirst, summary.version == nil { summary.version = Self.text(attributes[names.currentRelease]) }
    }
  }

  private mutating func endAllele() {
    guard draft.isOpen, failure == nil else { return }
    if draft.isDeleted { summary.deletedCount += 1 } else { summary.liveCount += 1 }
    do {
      try draft.close(into: sink)
    } catch {
      stop(error)
    }
  }

  private mutating func stop(_ error: any Error) {
    if failure == nil { failure = error }
    xmlStopParser(context)
  }

  /// The line of the parser, which stands behind the tag that it reports.
  private var currentLine: Int { Int(context.pointee.input.pointee.line) }

  /// The line on which the reported tag begins: the parser's, less the line ends back to the `<`.
  ///
  /// A value cannot hold a bare `<`, and the parser keeps a whole tag in its buffer.
  private var tagLine: Int {
    let input = context.pointee.input.pointee
    guard let base = input.base, var at = input.cur else { return currentLine }
    var line = currentLine
    while at > base {
      at -= 1
      if at.pointee == UInt8(ascii: "<") { break }
      if at.pointee == UInt8(ascii: "\n") { line -= 1 }
    }
    return line
  }

  private static func text(_ value: UnsafeBufferPointer<UInt8>?) -> String? {
    guard let value, !value.isEmpty else { return nil }
    return String(decoding: value, as: UTF8.self)
  }
}
