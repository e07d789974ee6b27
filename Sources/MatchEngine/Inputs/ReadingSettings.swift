import DonorSelection
import HLATyping
import RegistryFormats

/// How donors and patients are read.
public struct ReadingSettings: Sendable {
  /// The protocol, whose policies say what a blank second value and `NEW` mean, of donors and of patients.
  public var rules: DonorProtocol
  /// The day on which ages are checked; one that the day makes impossible is a warning.
  public var date: CalendarDate
  /// What is known of the form of the inputs; all of it is found out unless told.
  public var files = RegistryFile.Options()
  /// Columns of headers that say something else: `canonical=their_header`.
  public var columns: [ColumnOverride] = []
  /// Issues kept in full, of rejected rows and of warnings each; the others are counted.
  public var keptIssues = 1000
  /// A table of KIR typings by donor id (donors alone).
  public var kir: InputSource?
  /// How many patients the donors are read for (donors alone): with another number than one, a relation that names no
  /// patient is a warning. nil: not known yet.
  public var patientCount: Int?
  /// The donor whose faults are remembered should its row be rejected (donors alone), so that
  /// ``DonorSearch/explain(patient:donor:)`` can tell them.
  public var watchedDonor: String?
  /// Where temporary files may stand; pools above a gigabyte, and rows above a quarter of one, are set aside there.
  public var scratchFolder = "/tmp"

  /// Settings in which everything is found out.
  public init(rules: DonorProtocol, date: CalendarDate) { (self.rules, self.date) = (rules, date) }

  var forFiles: InputReading.Settings {
    var settings = InputReading.Settings()
    (settings.files, settings.columns, settings.keptIssues) = (files, columns, keptIssues)
    return settings
  }
}
