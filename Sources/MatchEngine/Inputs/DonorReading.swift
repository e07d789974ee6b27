import Crypto
import DonorPool
import DonorSelection
import HLAReference
import HLATyping
import RegistryFormats

/// Reads donor files into a pool; what `rank`, `compare`, `explain` and `pool build` share.
struct DonorReading {
  /// Pools up to this size are made in memory, larger ones in a temporary file.
  private static let heldInMemory = 1 << 30

  let reading: InputReading
  let reference: MatchReference
  let policy: TypingPolicy
  /// The day on which ages are checked.
  let date: CalendarDate
  /// A table of KIR typings by donor id; nil for none.
  var kir: InputSource?
  /// The form of the KIR table's text.
  var kirFiles = RegistryFile.Options()
  /// The run's patients; nil where there are none, and relations cannot be checked.
  var patients: Int?
  /// Where temporary files may stand.
  var folder = "/tmp"
  /// The donor whose faults are remembered; nil where nobody asks for them.
  var watchedDonor: String?

  /// Reads all inputs.
  ///
  /// - Parameters:
  ///   - sink: Where the pool goes; nil: memory, or a temporary file where it is large.
  ///   - keepsOrder: The pool remembers the order of the rows.
  func pool(of sources: [InputSource], into sink: PoolSink? = nil, keepsOrder: Bool) throws(EngineError) -> MatchPool {
    let firstInput = reading.inputs.count
    var table = try kirTable()
    var builder = DonorPoolBuilder(
      reference: reference.index, policy: policy, codes: reference.codes, folder: folder)
    var (read, rejected) = (0, 0)
    var watched = WatchedRow(id: watchedDonor)
    for source in sources {
      let path = source.name
      let look = watchedDonor.map { _ in { (row: InputReading.Inspection) in watched.look(at: row, path) } }
      let tally = try reading.read(source, role: .donors, &builder, inspect: look) { row, place, builder in
        try addKIR(&row, path, &table)
        try reading.checkAge(row, path, on: date)
        try checkRelation(row, path)
        try builder.append(row, at: place)
      }
      read += tally.read
      rejected += tally.rejected
    }
    try noteUntakenKIR(table)
    let inputs = Array(reading.inputs[firstInput...])
    var facts = PoolFacts()
    facts.inputs = inputs.map { PoolFacts.Input(role: $0.role, file: $0.file, sha256: $0.sha256) }
    (facts.read, facts.rejected) = (read, rejected)
    let finished: FinishedPool
    do throws(DonorPoolError) {
      let target: PoolSink
      if let sink {
        target = sink
      } else {
        target = builder.size > DonorReading.heldInMemory ? try PoolSink(folder: folder) : PoolSink()
      }
      finished = try builder.finish(into: target, facts: facts, keepsOrder: keepsOrder)
    } catch {
      throw EngineError(error, file: sources.names)
    }
    rejected += try reading.note(finished.repeated, idField: "donor_id")
    if finished.pool.count == 0 { throw try reading.nothingReadable(sources.names, "donor") }
    return MatchPool(
      reference: reference, donors: finished.pool, name: sources.names, inputs: inputs, read: read, rejected: rejected,
      watched: watched)
  }
}

/// Remembers why the row of one donor was rejected.
struct WatchedRow: Sendable {
  /// The donor's id; nil where nobody asks.
  let id: String?
  /// Its faults, `FILE:LINE:COLUMN: what is wrong; what was expected`.
  private(set) var faults: [String] = []

  init(id: String?) { self.id = id }

  mutating func look(at inspection: InputReading.Inspection, _ path: String) {
    guard !inspection.faults.isEmpty, let id, let row = inspection.row, row.id.elementsEqual(id.utf8) else { return }
    faults += inspection.faults.map { "\(baseName(path)):\($0.line):\($0.column): \($0.message)" }
  }
}

extension DonorReading {
  private func kirTable() throws(EngineError) -> KIRTable {
    guard let kir else { return KIRTable() }
    var hasher = SHA256()
    let table = try KIRTable.read(kir, options: kirFiles, warnings: reading.warnings) {
      hasher.update(bufferPointer: $0)
    }
    reading.note("kir", kir.name, hasher)
    return table
  }

  private func noteUntakenKIR(_ table: KIRTable) throws(EngineError) {
    guard let kir, table.untaken > 0 else { return }
    let message = "\(table.untaken) of \(table.count) ids are of no donor of the run; ids of donors were expected"
    try reading.warnings.add(
      RowIssue(line: 1, column: 0, field: "donor_id", value: "", code: "kir_without_donor", message: message),
      file: kir.name)
  }

  /// Joins what the KIR table says of a donor.
  private func addKIR(_ row: inout PersonRow, _ path: String, _ table: inout KIRTable) throws(EngineError) {
    guard table.count > 0, let genotype = table.take(id: row.id) else { return }
    let contradictions = row.join(genotype)
    for pair in row.removeKIRContradictions() {
      let issue = row.issue(field: "kir", code: "kir_contradiction", message: pair.contradiction)
      try reading.warnings.add(issue, file: path)
    }
    guard !contradictions.isEmpty else { return }
    let names = contradictions.map(\.description).joined(separator: " ")
    let message = "the donor's file and the KIR table contradict each other on \(names), which count as untested"
    try reading.warnings.add(row.issue(field: "kir", code: "kir_contradiction", message: message), file: path)
  }

  /// A relation that cannot be ascribed to one of several patients.
  private func checkRelation(_ row: PersonRow, _ path: String) throws(EngineError) {
    guard let patients, patients != 1, row.facts.relation != .unrelated, row.relatedTo.isEmpty else { return }
    let message =
      "the relation names no patient and the run has several, so the donor counts as unrelated; "
      + "related_to was expected"
    try reading.warnings.add(
      row.issue(field: "relation", code: "relation_without_patient", message: message), file: path)
  }
}
