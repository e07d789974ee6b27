import Hummingbird
import MatchEngine
import SearchHistory

extension Problem {
  /// Row faults shown at most.
  private static let faultsShown = 100

  /// The problem of an engine's error, with the code and the exit code of the command line.
  ///
  /// - Parameter folder: The folder of pools, whose place is nobody's business.
  init(_ error: EngineError, folder: String?) {
    let status: HTTPResponse.Status =
      switch error {
      case .usage: .badRequest
      case .data, .nothingReadable: .unprocessableContent
      case .cancelled: .serviceUnavailable
      default: .internalServerError
      }
    let detail = status.code == 500 ? Problem.internalFault.detail : Problem.hiding(folder, "\(error)")
    self.init(status, error.code, detail)
    exitCode = error.exitCode
    if case .nothingReadable(_, let rejects) = error { faults = Problem.faults(rejects) }
    if case .cancelled = error { retryAfter = 1 }
  }

  /// Rows of patients that were rejected: nothing is searched for, since nobody is left out silently.
  static func rejected(_ list: PatientList) -> Problem {
    var problem = Problem(
      .unprocessableContent, "patients_rejected",
      "\(list.rejected) of \(list.read) patients were rejected, so none was searched for: \(list.rejects.summary)")
    problem.exitCode = 65
    problem.faults = faults(list.rejects)
    return problem
  }

  /// More patients than a request may have.
  static func tooManyPatients(_ limit: Int) -> Problem {
    Problem(.contentTooLarge, "too_many_patients", "more than \(limit) patients, the most of one request")
  }

  /// What the history's errors mean for a request.
  init(_ error: HistoryError) {
    if error == .full {
      self = .diskFull
    } else {
      self.init(.internalServerError, "history", "the record of this search could not be written, so it has no answer")
    }
  }

  static func faults(_ issues: InputIssues) -> [Fault] {
    issues.first.prefix(faultsShown).map { issue in
      let row = issue.row
      return Fault(line: row.line, column: row.column, field: row.field, code: row.code, message: row.message)
    }
  }

  private static func hiding(_ folder: String?, _ text: String) -> String {
    guard let folder else { return text }
    return text.replacing("\(folder)/", with: "")
  }
}
