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
  let reference: ReferenceIndex
  let codes: MultipleAlleleCodes?
  let policy: TypingPolicy
  /// The day on which ages are checked.
  let date: CalendarDate
  /// A table of KIR typings by donor id; nil for none.
  var kir: String?
  /// The form of the KIR table's text.
  var kirFiles = RegistryFile.Options()
  /// The run's patients; nil where there are none, and relations cannot be checked.
  var patients: Int?
  /// Where temporary files may stand.
  var folder = "/tmp"
  /// Sees every row; nil where nobody looks.
  var inspect: ((InputReading.Inspection, String) -> Void)?

  /// What the files gave.
  struct Result {
    var finished: FinishedPool
    var read = 0
    var rejected = 0
  }

  /// Reads all files.
  ///
  /// - Parameters:
  ///   - sink: Where the pool goes; nil: memory, or a temporary file where it is large.
  ///   - keepsOrder: The pool remembers the order of the rows.
  func pool(of paths: [String], into sink: PoolSink? = nil, keepsOrder: Bool) throws(EngineError) -> Result {
    var table = try kirTable()
    var builder = DonorPoolBuilder(reference: reference, policy: policy, codes: codes, folder: folder)
    var (read, rejected) = (0, 0)
    for path in paths {
      let look = inspect.map { inspect in { (inspection: InputReading.Inspection) in inspect(inspection, path) } }
      let tally = try reading.read(path, role: .donors, &builder, inspect: look) { row, place, builder in
        try addKIR(&row, path, &table)
        try checkAge(row, path)
        try checkRelation(row, path)
        try builder.append(row, at: place)
      }
      read += tally.read
      rejected += tally.rejected
    }
    try noteUntakenKIR(table)
    var facts = PoolFacts()
    facts.inputs = reading.inputs.filter { $0.role == "donors" || $0.role == "kir" }.map {
      PoolFacts.Input(role: $0.role, file: $0.file, sha256: $0.sha256)
    }
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
      throw EngineError(error, file: paths.joined(separator: ", "))
    }
    rejected += try reading.note(finished.repeated, idField: "donor_id")
    return Result(finished: finished, read: read, rejected: rejected)
  }
}

extension DonorReading {
  private func kirTable() throws(EngineError) -> KIRTable {
    guard let kir else { return KIRTable() }
    var hasher = SHA256()
    let table = try KIRTable.read(kir, options: kirFiles, warnings: reading.warnings) {
      hasher.update(bufferPointer: $0)
    }
    reading.note("kir", kir, hasher)
    return table
  }

  private func noteUntakenKIR(_ table: KIRTable) throws(EngineError) {
    guard let kir, table.untaken > 0 else { return }
    let message = "\(table.untaken) of \(table.count) ids are of no donor of the run; ids of donors were expected"
    try reading.warnings.add(
      RowIssue(line: 1, column: 0, field: "donor_id", value: "", code: "kir_without_donor", message: message),
      file: kir)
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

  /// An age that the run's day makes impossible.
  func checkAge(_ row: PersonRow, _ path: String) throws(EngineError) {
    guard row.facts.birth != .unknown, row.facts.birth.age(on: date) == nil else { return }
    let message = "the age on \(date) counts as unknown; 0 to 110 years were expected"
    let field =
      switch row.facts.birth {
      case .date: "birth_date"
      case .year: "birth_year"
      case .age, .unknown: "age"
      }
    try reading.warnings.add(row.issue(field: field, code: "bad_age", message: message), file: path)
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
