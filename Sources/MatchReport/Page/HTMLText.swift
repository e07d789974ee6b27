extension String {
  /// The text as it stands in HTML, in text and in quoted attributes; control characters as they are printed.
  var escaped: String {
    printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
  }

  /// A code such as `match_count_possible:C`, which may go on in the next line behind its signs.
  var code: String {
    "<code>\(escaped.replacing("_", with: "_<wbr>").replacing(":", with: ":<wbr>"))</code>"
  }

  /// The text of a file, such as an id, set apart so that its writing direction cannot turn what stands around it.
  var isolated: String { "<bdi>\(escaped)</bdi>" }
}

/// A table of HTML; cells are HTML already.
struct HTMLTable {
  /// How a column is set.
  enum Column {
    /// Text.
    case text
    /// Numbers, to the right.
    case number
    /// Text that names its row.
    case name
  }

  private let columns: [(title: String, kind: Column)]
  private let opening: String
  private(set) var rows: [String] = []

  /// A table with a caption and these columns.
  ///
  /// - Parameter style: The class of the table.
  init(_ caption: String, style: String, _ columns: [(title: String, kind: Column)]) {
    self.columns = columns
    let heads = columns.map { "<th scope=\"col\"\($0.kind == .number ? " class=\"n\"" : "")>\($0.title)</th>" }
    opening =
      "<div class=\"wide\"><table class=\"\(style)\"><caption>\(caption)</caption>\n<thead><tr>\(heads.joined())</tr></thead>\n<tbody>\n"
  }

  /// Adds a row, one cell a column.
  mutating func add(_ cells: [String], style: String? = nil) {
    precondition(cells.count == columns.count, "one cell a column")
    let row = zip(columns, cells).map { column, cell in
      switch column.kind {
      case .text: "<td>\(cell)</td>"
      case .number: "<td class=\"n\">\(cell)</td>"
      case .name: "<th scope=\"row\">\(cell)</th>"
      }
    }
    rows.append("<tr\(style.map { " class=\"\($0)\"" } ?? "")>\(row.joined())</tr>\n")
  }

  /// The table.
  var html: String { opening + rows.joined() + "</tbody></table></div>\n" }
}
