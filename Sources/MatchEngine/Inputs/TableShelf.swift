import HLAReference
import HLATyping
import RegistryFormats

/// Keeps the tables of patients that were read, for the next who come: services read a patient a request, and their cells
/// and headers repeat.
///
/// What a cell means depends on the release, its codes and the policy alone, so that nobody can tell where tables have been.
final class TableShelf: Sendable {
  /// Tables put away.
  private static let most = 4
  /// Cells and typings beyond which tables are not kept.
  private static let cells = 1024
  /// Rows after which tables are given up, so that what they hold of pairs of cells stays small too.
  private static let rows = 1 << 16

  private struct Entry {
    let policy: TypingPolicy
    var set: PatientTables
  }

  private let entries = Guarded<[Entry]>([])

  /// Tables of a policy: some that were put away, or new ones.
  func take(_ policy: TypingPolicy, _ make: () -> PatientTables) -> PatientTables {
    let found = entries.withLock { entries in
      entries.lastIndex { $0.policy == policy }.map { entries.remove(at: $0).set }
    }
    return found ?? make()
  }

  /// Puts tables away; those that have grown are let go.
  func put(_ set: consuming PatientTables, rows: Int) {
    var set = set
    set.rows += rows
    guard set.tables.typingCount <= TableShelf.cells, set.rows <= TableShelf.rows else { return }
    let entry = Entry(policy: set.tables.policy, set: set)
    entries.withLock { entries in
      if entries.count >= TableShelf.most { entries.removeFirst() }
      entries.append(entry)
    }
  }
}

/// The typings met by readers of patients, and the last header.
struct PatientTables: Sendable {
  var tables: TypingTables
  /// What the last header was understood as.
  var header: KnownHeader?
  /// Rows read with these tables.
  var rows = 0
}

/// A header and the reader that it makes.
struct KnownHeader: Sendable {
  private let header: [String]
  private let role: RegistryFileRole
  private let overrides: [ColumnOverride]
  private let format: RegistryFileFormat
  /// The reader of such files.
  let reader: PersonReader

  init(
    _ header: [String], _ role: RegistryFileRole, _ overrides: [ColumnOverride], _ format: RegistryFileFormat
  ) throws(PersonFileError) {
    (self.header, self.role, self.overrides, self.format) = (header, role, overrides, format)
    reader = try PersonReader(header: header, role: role, overrides: overrides, format: format)
  }

  /// Whether it is of such a file.
  func isOf(
    _ header: [String], _ role: RegistryFileRole, _ overrides: [ColumnOverride], _ format: RegistryFileFormat
  ) -> Bool {
    self.role == role && self.format == format && self.header == header && self.overrides == overrides
  }
}
