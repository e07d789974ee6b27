import FoundationEssentials
import MatchEngine
import SearchHistory

/// What a search was asked for, in full: this is what the history keeps, and what is asked again.
struct SearchOrder: Codable, Equatable, Sendable {
  var kind: SearchKind
  /// The pool; nil in a request: the only one.
  var pool: String?
  var `protocol` = "mst"
  /// The day on which ages are counted; nil in a request: today.
  var date: String?
  var top = 100
  var loci: [String] = []
  var format = ResultFormat.json
  /// The patients, as a file of any of the formats.
  var patients = Data()
  /// The patient to be explained.
  var patient: String?
  /// The donor to be explained.
  var donor: String?

  /// The members of a body in JSON.
  static let members = ["pool", "protocol", "date", "top", "loci", "patients"]

  init(kind: SearchKind) { self.kind = kind }

  /// Reads a body in JSON.
  ///
  /// - Throws: ``Problem`` naming the member.
  init(kind: SearchKind, body: [UInt8]) throws(Problem) {
    self.init(kind: kind)
    var members = try RequestMembers(body)
    pool = try members.text("pool")
    `protocol` = try members.text("protocol") ?? `protocol`
    date = try members.text("date")
    top = try members.whole("top") ?? top
    loci = try members.texts("loci")
    patients = Data(try SearchOrder.patients(members.value("patients")))
    var expected = SearchOrder.members
    if kind == .explain {
      patient = try members.text("patient_id")
      donor = try members.text("donor_id")
      expected += ["patient_id", "donor_id"]
    }
    try members.requireAllTaken(expected)
  }

  /// Takes what stands in the query of a request whose body is a file of patients.
  ///
  /// - Throws: ``Problem`` naming the parameter.
  init(kind: SearchKind, file: [UInt8], query: [(name: String, value: String)]) throws(Problem) {
    self.init(kind: kind)
    patients = Data(file)
    for (name, value) in query {
      switch name {
      case "pool": pool = value
      case "protocol": `protocol` = value
      case "date": date = value
      case "loci": loci = value.split(separator: ",").map(String.init)
      case "top":
        guard let number = Int(value) else { throw .usage("top: not a whole number; one was expected") }
        top = number
      case "patient_id" where kind == .explain: patient = value
      case "donor_id" where kind == .explain: donor = value
      default:
        throw .usage("the query has a name that means nothing here; pool, protocol, date, top or loci was expected")
      }
    }
  }

  /// Patients as a text of any format, or as objects with the names of columns, which become a file of JSON lines.
  private static func patients(_ value: JSONValue?) throws(Problem) -> [UInt8] {
    switch value {
    case .text(let text): return Array(text.utf8)
    case .list(let patients):
      var lines: [UInt8] = []
      for patient in patients {
        guard case .object = patient else {
          throw .usage(
            "patients: not all are objects; objects such as {\"patient_id\":\"P1\",\"A_1\":\"A*02:01\"} were expected")
        }
        lines += patient.line
      }
      return lines
    default: throw .usage("patients: missing; a text such as CSV, or a list of objects, was expected")
    }
  }
}

extension ResultFormat: Codable {}
