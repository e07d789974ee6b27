import Alloreactivity
import CMatchKernels
import HLATyping

/// The facts of a donor as bits of one word, bit k for plane k of the facts.
struct PlaneFacts {
  /// Years of birth that eight bits hold; a donor born outside them is irregular, and counted by its record.
  static let years = 1900...2154

  private(set) var word: UInt64 = 0

  init(_ record: DonorRecord, homozygous: ClosedRange<UInt8>, isExact: Bool, isIrregular: Bool, nk: NKDonorFacts) {
    let facts = record.facts.unpacked
    set(HM_FACT_UNAVAILABLE, record.facts.isAvailable ? 0 : 1)
    set(HM_FACT_TYPE, record.facts.donorType.map { UInt64(DonorType.allCases.firstIndex(of: $0)!) } ?? 3)
    set(HM_FACT_ABO, UInt64(facts.abo?.rawValue ?? 0))
    set(HM_FACT_CMV, UInt64(facts.cmv?.rawValue ?? 0))
    set(HM_FACT_HOM_MIN, UInt64(homozygous.lowerBound))
    set(HM_FACT_HOM_MAX, UInt64(homozygous.upperBound))
    let isBirthHeld = setBirth(record.birth)
    set(HM_FACT_IRREGULAR, isIrregular || !isBirthHeld ? 1 : 0)
    set(HM_FACT_EXACT, isExact ? 1 : 0)
    set(HM_FACT_NK, UInt64(nk.bits))
  }

  /// - Returns: Whether the planes can hold it.
  private mutating func setBirth(_ birth: BirthFact) -> Bool {
    let base = PlaneFacts.years.lowerBound - 1
    switch birth {
    case .unknown: return true
    case .date(let date):
      guard PlaneFacts.years.contains(date.year) else { return false }
      set(HM_FACT_YEAR, UInt64(date.year - base))
      set(HM_FACT_MONTH_DAY, UInt64(date.month * 32 + date.day))
    case .year(let year):
      guard PlaneFacts.years.contains(year) else { return false }
      set(HM_FACT_YEAR, UInt64(year - base))
    case .age(let age):
      // An impossible age is unknown on every day.
      guard (0...110).contains(age) else { return true }
      set(HM_FACT_YEAR, UInt64(age + 1))
      set(HM_FACT_AGE_GIVEN, 1)
    }
    return true
  }

  private mutating func set(_ plane: Int, _ value: UInt64) {
    word |= value << UInt64(plane)
  }
}
