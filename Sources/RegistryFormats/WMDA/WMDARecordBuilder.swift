/// Makes a record of a donor or cord blood unit: what columns alone cannot say.
final class WMDARecordBuilder: XMLRecordBuilder {
  /// The longest text shown of a presence that is not understood.
  private static let shownLength = 20
  private static let typeColumn = StandardHeader.index(of: .donorType) ?? 0
  private static let kirColumn = StandardHeader.index(of: .kir) ?? 0

  private let buffer: RecordBuffer
  private var role = 0
  private var identifier: [UInt8] = []
  private var identifierPlace = RecordPlace(line: 0, column: 0)
  private var genes: [UInt8] = []
  private var genesPlace: RecordPlace?

  init(_ buffer: RecordBuffer) { self.buffer = buffer }

  func begin(_ role: Int) {
    self.role = role
    identifier.removeAll(keepingCapacity: identifier.capacity <= 256)
    genes.removeAll(keepingCapacity: genes.capacity <= 256)
    genesPlace = nil
  }

  func open(_ role: Int, at place: RecordPlace) {}

  func close(_ role: Int) {}

  func set(_ role: Int, _ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    if role >= WMDAElements.Role.firstGene { return add(role - WMDAElements.Role.firstGene, text, at: place) }
    identifier.append(contentsOf: text)
    identifierPlace = place
  }

  func finish() {
    if buffer.count(StandardHeader.id) == 0, !identifier.isEmpty {
      buffer.set(StandardHeader.id, identifier, at: identifierPlace)
    }
    // The element tells what the record is, whatever the inventory's CONTENT_TYPE says.
    if role == WMDAElements.Role.cordBloodUnit {
      buffer.set(Self.typeColumn, "cord".utf8, at: RecordPlace(line: 0, column: 0))
    }
    if let genesPlace { buffer.set(Self.kirColumn, genes, at: genesPlace) }
  }

  /// Adds what is told of a gene to the list, as `2DL1=POS`: what the words mean is for the typing to say.
  private func add(_ gene: Int, _ text: UnsafeBufferPointer<UInt8>, at place: RecordPlace) {
    if text.isEmpty { return }
    if !genes.isEmpty { genes.append(ASCII.comma) }
    genes.append(contentsOf: RegistryColumn.kirGeneNames[gene].utf8)
    genes.append(ASCII.equals)
    genes.append(contentsOf: text.prefix(Self.shownLength))
    if genesPlace == nil { genesPlace = place }
  }
}
