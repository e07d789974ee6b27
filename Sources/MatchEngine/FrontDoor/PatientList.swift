import HLATyping
import MatchReport
import TransplantFacts

/// Patients to be searched for, in the order of their input.
public struct PatientList: Sendable {
  /// The patients.
  public let patients: [Person]
  /// The antibodies of patients who have any, by patient id.
  public let antibodies: [String: AntibodyList]
  /// The input's name, as messages show it.
  public let name: String
  /// What the patients were read from, with its SHA-256; empty for patients given as values.
  public let inputs: [RunRecord.Input]
  /// Rows read.
  public let read: Int
  /// Of these, rejected.
  public let rejected: Int
  /// Why rows were rejected.
  public private(set) var rejects = InputIssues()
  /// What is worth saying about rows that were accepted.
  public private(set) var warnings = InputIssues()
  /// The SHA-256 over the sources of the release that read the typings.
  let sourceHash: String
  /// How the typings were read; nil for patients given as values.
  let policy: TypingPolicy?

  /// Patients given as values.
  ///
  /// - Parameters:
  ///   - patients: The patients, each id once, with typings of the reference's release.
  ///   - antibodies: The antibodies of patients who have any, by patient id.
  ///   - reference: The release that the typings are of.
  public init(_ patients: [Person], antibodies: [String: AntibodyList] = [:], of reference: MatchReference) {
    precondition(Set(patients.map(\.id)).count == patients.count, "each patient once")
    self.init(
      patients, antibodies, name: "patients", inputs: [], read: patients.count, rejected: 0, reference, policy: nil)
  }

  init(
    _ patients: [Person], _ antibodies: [String: AntibodyList], name: String, inputs: [RunRecord.Input], read: Int,
    rejected: Int, _ reference: MatchReference, policy: TypingPolicy?
  ) {
    (self.patients, self.antibodies, self.name, self.inputs) = (patients, antibodies, name, inputs)
    (self.read, self.rejected, self.policy) = (read, rejected, policy)
    sourceHash = reference.facts.sourceHash
  }

  /// The input had exactly one patient, rejected ones included: then a relation holds without `related_to`.
  public var hasOnePatient: Bool { read == 1 }

  func telling(_ reading: InputReading) -> PatientList {
    var list = self
    (list.rejects, list.warnings) = (InputIssues(reading.rejects), InputIssues(reading.warnings))
    return list
  }
}
