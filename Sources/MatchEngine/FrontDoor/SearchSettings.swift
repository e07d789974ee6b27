import DonorSelection
import Glibc
import HLAMatching
import HLANomenclature
import HLATyping
import TransplantFacts

/// What a search is asked for, beside patients and donors.
public struct SearchSettings: Sendable {
  /// The protocol: rules, order and points.
  public var rules: DonorProtocol
  /// The day on which ages are counted.
  public var date: CalendarDate
  /// Donors listed for each patient, eligible and indeterminate together; 0 lists all.
  public var top = 100
  /// Excluded donors are given too (``DonorRanking/excluded``).
  public var keepsExcluded = false
  /// Loci counted beside the ten, of ``Locus/typed``; they change neither status nor order.
  public var deeperLoci: [Locus] = []
  /// Cells collected from the donor, for the courses that ``DonorSearch/explain(patient:donor:)`` counts.
  public var collection = CellCollection()
  /// Parts that the donors are split into, which run side by side; the answer does not depend on it. A service that
  /// answers many requests at once does best with 1.
  public var threads = SearchSettings.processors
  /// Which code scans the pool; the answer does not depend on it.
  public var kernel = ScanKernel.best

  /// Settings of a protocol on a day.
  public init(rules: DonorProtocol, date: CalendarDate) { (self.rules, self.date) = (rules, date) }

  /// Processors of this machine.
  public static let processors = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

  func ranking(isOnlyPatient: Bool) -> RankingSettings {
    var settings = RankingSettings(
      rules: rules, date: date, top: top, threads: threads, isOnlyPatient: isOnlyPatient, keepsExcluded: keepsExcluded,
      deeperLoci: deeperLoci)
    settings.kernel = kernel
    return settings
  }

  /// Refuses numbers that mean nothing.
  func validate() throws(EngineError) {
    guard top >= 0 else { throw .usage("top \(top): 0 or more was expected") }
    guard (1...1024).contains(threads) else { throw .usage("threads \(threads): 1 to 1024 were expected") }
    guard kernel.isSupported else { throw .usage("kernel \(kernel.rawValue): this processor has no such kernel") }
    for locus in deeperLoci where Locus.ten.contains(locus) || !Locus.typed.contains(locus) {
      throw .usage("\(locus) is no locus to count beside the ten; DRB3, DRB4, DRB5, DQA1, DPA1 or DPB1 was expected")
    }
    guard deeperLoci == Set(deeperLoci).sorted() else {
      throw .usage("deeperLoci: each locus once, in the order of reports, was expected")
    }
  }
}

extension CalendarDate {
  /// Today, by the clock and the time zone of this machine. No other part of the engine looks at the clock.
  public static var today: CalendarDate {
    var now = time(nil)
    var parts = tm()
    localtime_r(&now, &parts)
    return CalendarDate(year: Int(parts.tm_year) + 1900, month: Int(parts.tm_mon) + 1, day: Int(parts.tm_mday))!
  }
}
