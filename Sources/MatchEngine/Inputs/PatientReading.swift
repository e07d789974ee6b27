import DonorPool
import HLATyping
import TransplantFacts

/// Reads an input of patients; what all runs and the front door share.
struct PatientReading {
  let reading: InputReading
  let reference: MatchReference
  let policy: TypingPolicy
  /// The day on which ages are checked.
  let date: CalendarDate

  /// Reads all patients; those of rejected rows are counted.
  ///
  /// - Throws: ``EngineError/nothingReadable(_:rejects:)`` where no row can be used.
  func list(of source: InputSource) throws(EngineError) -> PatientList {
    let known = reference.shelf.take(policy) {
      PatientTables(tables: TypingTables(reference: reference.index, policy: policy, codes: reference.codes))
    }
    var keeper = RowTables(known)
    var found: [Person] = []
    var antibodies: [String: AntibodyList] = [:]
    let firstInput = reading.inputs.count
    let resolver = TypingResolver(reference: reference.index, codes: reference.codes)
    let tally = try reading.read(source, role: .patients, &keeper) { row, _, keeper in
      try reading.checkAge(row, source.name, on: date)
      let person = Person(
        id: String(decoding: row.id, as: UTF8.self), typings: row.typings(in: keeper.tables), facts: row.facts)
      if let cell = row.antibodies { antibodies[person.id] = try list(cell, resolver, source.name) }
      found.append(person)
    }
    reference.shelf.put(keeper.known, rows: tally.read)
    if found.isEmpty { throw try reading.nothingReadable(source.name, "patient") }
    return PatientList(
      found, antibodies, name: source.name, inputs: Array(reading.inputs[firstInput...]), read: tally.read,
      rejected: tally.rejected, reference, policy: policy)
  }

  /// Understands a patient's antibodies; what names none is a warning with its place.
  private func list(
    _ cell: PersonCell, _ resolver: TypingResolver, _ name: String
  ) throws(EngineError) -> AntibodyList {
    let list = AntibodyList(cell.text, resolver: resolver)
    for fault in list.faults {
      let issue = RowIssue(
        line: cell.line, column: cell.column, field: "antibodies", value: fault.item, code: fault.kind.rawValue,
        message: fault.message)
      try reading.warnings.add(issue, file: name)
    }
    return list
  }
}

extension InputReading {
  /// Warns of an age that the day makes impossible.
  func checkAge(_ row: PersonRow, _ path: String, on date: CalendarDate) throws(EngineError) {
    guard row.facts.birth != .unknown, row.facts.birth.age(on: date) == nil else { return }
    let message = "the age on \(date) counts as unknown; 0 to 110 years were expected"
    let field =
      switch row.facts.birth {
      case .date: "birth_date"
      case .year: "birth_year"
      case .age, .unknown: "age"
      }
    try warnings.add(row.issue(field: field, code: "bad_age", message: message), file: path)
  }
}
