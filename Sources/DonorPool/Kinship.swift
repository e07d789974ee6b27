import HLATyping

/// The donors of a pool that are related to somebody, and the lists of `related_to`.
struct Kinship: Sendable {
  private let lists: [[String]]
  private let rows: [(row: Int, list: Int, relation: Relation)]

  init(_ storage: PoolStorage, donors: Int) throws(DonorPoolError) {
    guard let bytes = storage.verified(.kinship) else { throw .damaged("kinship") }
    var reader = ByteReader(bytes)
    var lists: [[String]] = []
    var rows: [(Int, Int, Relation)] = []
    do throws(CodingFault) {
      for _ in 0..<(try reader.count()) {
        let text = try reader.text()
        lists.append(text.split(separator: ";").map { String($0.trimmed) })
      }
      for _ in 0..<(try reader.count()) {
        let (row, list) = (try reader.number(below: donors), try reader.number(below: lists.count + 1))
        guard let relation = Relation(rawValue: try reader.text()) else { throw CodingFault() }
        rows.append((row, list, relation))
      }
    } catch {
      throw .damaged("kinship")
    }
    (self.lists, self.rows) = (lists, rows)
  }

  func relatives(of patient: String, isOnlyPatient: Bool) -> [(row: Int, relation: Relation)] {
    rows.filter { holds($0.relation, list: $0.list, for: patient, isOnlyPatient) }.map { ($0.row, $0.relation) }
  }

  func holds(_ relation: Relation, list: Int, for patient: String, _ isOnlyPatient: Bool) -> Bool {
    if relation == .unrelated { return false }
    if list == 0 { return isOnlyPatient }
    return list <= lists.count && lists[list - 1].contains { $0.utf8.elementsEqual(patient.utf8) }
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text
  }
}
