/// An element that a format reads, and those that it reads within; all others are passed over with all they hold.
///
/// Elements are known by their local names, whatever their namespace. A text element may also stand as an attribute,
/// without a prefix, of the element around it.
struct XMLElement: Sendable {
  /// What an element holds.
  enum Content: Sendable {
    case elements
    case text
    /// The elements of one record.
    case record
  }

  /// How often an element may stand in a record.
  enum Occurrence: Sendable { case any, once }

  let name: String
  var content = Content.elements
  var occurrence = Occurrence.any
  /// The column of ``StandardHeader`` into which a text goes as it stands; nil for none.
  var column: Int?
  /// The format's own number for an element that its ``XMLRecordBuilder`` is told about; 0 for others.
  var role = 0
  var children: [XMLElement] = []
}

/// The elements of a format, numbered from 0, the document itself, so that siblings follow each other.
struct XMLElementTree: Sendable {
  struct Node: Sendable {
    var firstChild = 0
    var childCount = 0
    var parent = 0
    var column = -1
    var role = 0
    var isText = false
    var isRecord = false
    var isOnce = false
  }

  private(set) var nodes = [Node()]
  /// The names, by number; the document has none.
  private(set) var names = [""]
  /// The names of the elements around a record, outermost first.
  let ancestors: [String]
  /// The names of the elements that are records.
  let recordNames: [String]

  init(root: XMLElement) {
    var queue = [(element: XMLElement(name: "", children: [root]), number: 0)]
    var index = 0
    while index < queue.count {
      let (element, number) = queue[index]
      nodes[number].firstChild = nodes.count
      nodes[number].childCount = element.children.count
      for child in element.children {
        queue.append((child, nodes.count))
        names.append(child.name)
        nodes.append(
          Node(
            parent: number, column: child.column ?? -1, role: child.role, isText: child.content == .text,
            isRecord: child.content == .record, isOnce: child.occurrence == .once))
      }
      index += 1
    }
    let records = nodes.indices.filter { [nodes] in nodes[$0].isRecord }
    recordNames = records.map { [names] in names[$0] }
    var above: [String] = []
    var number = records.first.map { [nodes] in nodes[$0].parent } ?? 0
    while number > 0 {
      above.insert(names[number], at: 0)
      number = nodes[number].parent
    }
    ancestors = above
  }

  /// The names of an element and those around it within its record, such as `HLA/A/DNA`.
  func path(_ number: Int) -> String {
    var path = names[number]
    var above = nodes[number].parent
    while above > 0, !nodes[above].isRecord {
      path = names[above] + "/" + path
      above = nodes[above].parent
    }
    return path
  }
}

/// Makes the records of one format out of the elements to which its tree gives roles.
protocol XMLRecordBuilder: AnyObject {
  /// The start of a record, for which the buffer was made ready.
  func begin(_ role: Int)
  /// The start of an element that holds elements.
  func open(_ role: Int, at place: RecordPlace)
  /// A text, without blanks and line ends on both sides; its bytes are valid only during the call.
  func set(_ role: Int, _ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace)
  /// The end of an element that holds elements.
  func close(_ role: Int)
  /// The end of the record, before it is delivered.
  func finish()
}
