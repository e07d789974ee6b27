@testable import RegistryFormats

/// The slow, obvious twin of the inventory's reader, which looks fields up by their paths.
struct PlainInventory {
  private static let columns: [String: String] = {
    var columns = [
      "GRID": "id", "ID": "own id", "BIRTH_DATE": "birth_date", "SEX": "sex", "ABO": "abo", "RHESUS": "rhesus",
      "STATUS": "status", "WEIGHT": "weight_kg", "TNC": "tnc", "CD34": "cd34", "IDM/CMV": "cmv",
    ]
    for locus in RegistryColumn.locusNames {
      for position in 1...2 {
        columns["HLA/\(locus)/DNA/FIELD\(position)"] = "\(locus)_\(position)"
        columns["HLA/\(locus)/SER/FIELD\(position)"] = "\(locus)_ser_\(position)"
      }
    }
    for gene in RegistryColumn.kirGeneNames { columns["KIR/KIR\(gene)"] = "gene \(gene)" }
    return columns
  }()

  private static let onceOnly: Set<String> = {
    var paths = Set(columns.keys)
    for locus in RegistryColumn.locusNames { paths.formUnion(["", "/DNA", "/SER"].map { "HLA/\(locus)\($0)" }) }
    return paths
  }()

  /// What a reader must say about a well-formed inventory without misplaced records.
  static func outcome(of text: String) -> XMLOutcome {
    var rows: [XMLOutcome.Row] = []
    for inventory in PlainXMLParser.root(of: text).children where inventory.name == "INVENTORY" {
      for record in inventory.children where record.name == "DONOR" || record.name == "CBU" {
        rows.append(PlainInventory(record).row)
      }
    }
    return XMLOutcome(rows: rows)
  }

  private var row: XMLOutcome.Row
  private var seen: Set<String> = []
  private var genes: [String] = []

  private init(_ record: PlainXMLParser.Element) {
    row = XMLOutcome.Row(line: record.place.line, cells: [:], places: [:], fault: nil)
    read(record, path: "")
    if row.cells["id"] == nil, let own = row.cells["own id"] {
      (row.cells["id"], row.places["id"]) = (own, row.places["own id"])
    }
    (row.cells["own id"], row.places["own id"]) = (nil, nil)
    if !genes.isEmpty { row.cells["kir"] = genes.joined(separator: ",") }
    if record.name == "CBU" {
      row.cells["donor_type"] = "cord"
      row.places["donor_type"] = RecordPlace(line: row.line, column: 1)
    }
  }

  private mutating func read(_ element: PlainXMLParser.Element, path: String) {
    for attribute in element.attributes where Self.columns[path + attribute.name] != nil {
      set(path + attribute.name, attribute.value, at: attribute.place)
    }
    for child in element.children {
      let childPath = path + child.name
      if Self.columns[childPath] != nil {
        set(childPath, child.text, at: child.contentPlace)
      } else if ["HLA", "IDM", "KIR"].contains(childPath) || Self.onceOnly.contains(childPath) {
        if Self.onceOnly.contains(childPath) { noteIfSeen(childPath, at: child.place) }
        read(child, path: childPath + "/")
      }
    }
  }

  private mutating func noteIfSeen(_ path: String, at place: RecordPlace) {
    guard !seen.insert(path).inserted, row.fault == nil else { return }
    row.fault = RecordFault(kind: .repeated(name: path), line: place.line, column: place.column)
  }

  private mutating func set(_ path: String, _ value: String, at place: RecordPlace) {
    let isFirst = !seen.contains(path)
    noteIfSeen(path, at: place)
    let blanks = Set(" \t\n\r".unicodeScalars)
    let scalars = value.unicodeScalars.drop { blanks.contains($0) }.reversed().drop { blanks.contains($0) }.reversed()
    let text = String(String.UnicodeScalarView(scalars))
    guard isFirst, !text.isEmpty, let column = Self.columns[path] else { return }
    if column.hasPrefix("gene ") {
      genes.append("\(column.dropFirst(5))=\(text)")
      if genes.count == 1 { row.places["kir"] = place }
    } else {
      (row.cells[column], row.places[column]) = (text, place)
    }
  }
}
