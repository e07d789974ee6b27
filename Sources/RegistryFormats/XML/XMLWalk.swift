// Invariants: libxml2 calls these methods only while `XMLPushParser` pushes bytes, on the same thread; `nodes`, `names`
// and `stamps` have one entry a node of the tree; `text` has room for `textLimit` bytes; `node` is the innermost open
// element of the tree, within which `skipped` elements are open that it does not have.
import CLibXML2

/// Follows a document along the tree of a format: finds its elements, gathers their text, and delivers records.
///
/// An inventory has some forty elements a donor, so that an element costs a few comparisons of addresses and no memory.
struct XMLWalk {
  /// Most elements within each other, as in the parser itself where it builds documents.
  static let depthLimit = 256
  /// Most bytes of one text.
  static let textLimit = 1 << 20

  let context: xmlParserCtxtPtr
  let tree: XMLElementTree
  private let builder: any XMLRecordBuilder
  let buffer: RecordBuffer
  private let body: (borrowing RegistryRecord) throws -> Void
  /// The offset in the document of the first byte that the parser was given.
  var origin = 0

  private let nodes: UnsafeMutableBufferPointer<XMLElementTree.Node>
  private let names: UnsafeMutableBufferPointer<XMLNamePointer>
  /// The number of the record in which a node came last.
  private let stamps: UnsafeMutableBufferPointer<Int>
  private let text: UnsafeMutablePointer<UInt8>
  private let recordNames: (XMLNamePointer, XMLNamePointer)

  private var node = 0
  private var skipped = 0
  /// The number of open elements.
  private(set) var depth = 0
  /// The prefixes, with their colons, of the elements around records: of those found last, outermost first.
  private(set) var prefixes: [String] = []
  /// Whether the root element was of the right kind.
  private(set) var hasRoot = false
  private var collects = false
  private var textCount = 0
  private var textPlace = RecordPlace(line: 0, column: 0)
  private var recordNumber = 0
  /// Where the open record begins.
  var record: (offset: Int, line: Int)?
  private var recordSpace: XMLNamePointer?
  /// The offset behind the last record.
  var lastRecordEnd = 0
  /// What the closure of the caller threw.
  private(set) var failure: (any Error)?
  /// The first breach of the document's form.
  var breach: XMLBreach?

  init(
    context: xmlParserCtxtPtr, tree: XMLElementTree, builder: any XMLRecordBuilder, buffer: RecordBuffer,
    body: @escaping (borrowing RegistryRecord) throws -> Void
  ) {
    (self.context, self.tree, self.builder, self.buffer, self.body) = (context, tree, builder, buffer, body)
    nodes = .allocate(capacity: tree.nodes.count)
    _ = nodes.initialize(from: tree.nodes)
    names = .allocate(capacity: tree.names.count)
    _ = names.initialize(from: tree.names.map { Self.entry($0, context) })
    stamps = .allocate(capacity: tree.nodes.count)
    stamps.initialize(repeating: 0)
    text = .allocate(capacity: Self.textLimit)
    let records = tree.recordNames.map { Self.entry($0, context) }
    recordNames = (records[0], records[records.count - 1])
  }

  /// Frees what the walk holds; it must not be used again.
  func deallocate() {
    nodes.deallocate()
    names.deallocate()
    stamps.deallocate()
    text.deallocate()
  }

  private static func entry(_ name: String, _ context: xmlParserCtxtPtr) -> XMLNamePointer {
    guard let pointer = xmlDictLookup(context.pointee.dict, name, Int32(name.utf8.count)) else {
      fatalError("out of memory")
    }
    return pointer
  }
}

extension XMLWalk {
  /// The start of an element, whose tag the parser has read up to its end.
  @inline(__always)
  mutating func start(
    _ name: XMLNamePointer, _ prefix: XMLNamePointer?, _ space: XMLNamePointer?, _ attributes: XMLAttributes
  ) {
    depth += 1
    if skipped == 0, depth <= Self.depthLimit {
      let first = nodes[node].firstChild
      for child in first..<first + nodes[node].childCount where names[child] == name {
        return enter(child, prefix, space, attributes)
      }
    }
    pass(name, space)
  }

  /// The end of an element.
  @inline(__always)
  mutating func end() {
    depth -= 1
    if skipped > 0 {
      skipped -= 1
      return
    }
    let left = nodes[node]
    if left.isText {
      let bytes = UnsafeBufferPointer(start: UnsafePointer(text), count: textCount)
      give(node, bytes.withoutOuterSpace, at: textPlace)
    } else if left.isRecord {
      deliver()
    } else if left.role != 0 {
      builder.close(left.role)
    }
    node = left.parent
    collects = nodes[node].isText
  }

  /// Text, or a part of it.
  @inline(__always)
  mutating func characters(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    guard collects, skipped == 0 else { return }
    guard textCount + count <= Self.textLimit else {
      return buffer.note(.recordTooLong(limit: Self.textLimit), at: textPlace)
    }
    (text + textCount).update(from: bytes, count: count)
    textCount += count
  }

  /// An element of the tree at its place.
  @inline(__always)
  private mutating func enter(
    _ child: Int, _ prefix: XMLNamePointer?, _ space: XMLNamePointer?, _ attributes: XMLAttributes
  ) {
    let entered = nodes[child]
    node = child
    collects = entered.isText
    if collects {
      textCount = 0
      let input = context.pointee.input.pointee
      textPlace = RecordPlace(line: Int(input.line), column: Int(input.col) + 1)
    } else {
      enterStructure(child, prefix, space)
    }
    if attributes.count > 0, entered.childCount > 0 { give(attributes, of: child) }
  }

  private mutating func enterStructure(_ child: Int, _ prefix: XMLNamePointer?, _ space: XMLNamePointer?) {
    let entered = nodes[child]
    if entered.isRecord { return beginRecord(entered.role, space) }
    if record == nil {
      hasRoot = true
      prefixes.removeSubrange(min(depth - 1, prefixes.count)...)
      prefixes.append(prefix.map { String(cString: $0) + ":" } ?? "")
      return
    }
    // The place takes a search, for which the many elements without need of it have no time.
    let isRepeated = entered.isOnce && !isFirst(child)
    guard isRepeated || entered.role != 0 else { return }
    let input = here
    let place = input.tagStart.flatMap(input.place(of:)) ?? input.place
    if isRepeated { buffer.note(.repeated(name: tree.path(child)), at: place) }
    if entered.role != 0 { builder.open(entered.role, at: place) }
  }

  /// An element that the tree does not have here; only records must not be passed over in silence.
  private mutating func pass(_ name: XMLNamePointer, _ space: XMLNamePointer?) {
    skipped += 1
    if !hasRoot {
      let found = String(String(cString: name).prefix(40))
      return stop(.rootElement(found: found), at: here.tagStart)
    }
    if depth > Self.depthLimit {
      return stop(.form(reason: "more than \(Self.depthLimit) elements lie within each other"), at: here.tagStart)
    }
    guard name == recordNames.0 || name == recordNames.1 else { return }
    if record == nil {
      stop(.form(reason: "a record lies outside of \(tree.ancestors.last ?? "")"), at: here.tagStart)
    } else if space == recordSpace {
      stop(.form(reason: "a record begins before the end of another"), at: here.tagStart)
    }
  }

  private mutating func beginRecord(_ role: Int, _ space: XMLNamePointer?) {
    let input = here
    let start = input.tagStart
    let line = start.flatMap(input.place(of:))?.line ?? input.place.line
    record = (start.map(input.offset(of:)) ?? input.offset, line)
    recordSpace = space
    recordNumber += 1
    buffer.begin(line: line)
    builder.begin(role)
  }

  private mutating func deliver() {
    guard failure == nil, breach == nil else { return }
    record = nil
    lastRecordEnd = here.offset
    builder.finish()
    do {
      try buffer.deliver(body)
    } catch {
      failure = error
      xmlStopParser(context)
    }
  }

  private func give(_ attributes: XMLAttributes, of parent: Int) {
    let first = nodes[parent].firstChild
    for index in 0..<attributes.count {
      guard let name = attributes.name(index) else { continue }
      for child in first..<first + nodes[parent].childCount where names[child] == name && nodes[child].isText {
        let value = attributes.value(index)
        let place = value.baseAddress.flatMap(here.place(of:)) ?? here.tagStart.flatMap(here.place(of:)) ?? here.place
        give(child, value.withoutOuterSpace, at: place)
      }
    }
  }

  @inline(__always)
  private func give(_ child: Int, _ value: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    let (column, role) = (nodes[child].column, nodes[child].role)
    if nodes[child].isOnce, !isFirst(child) { return buffer.note(.repeated(name: tree.path(child)), at: place) }
    if column >= 0 { buffer.set(column, value, at: place) }
    if role != 0 { builder.set(role, value, at: place) }
  }

  /// Whether a node comes for the first time in its record.
  private func isFirst(_ child: Int) -> Bool {
    defer { stamps[child] = recordNumber }
    return stamps[child] != recordNumber
  }
}
