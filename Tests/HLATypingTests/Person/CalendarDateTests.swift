import TestFixtures
import Testing

@testable import HLATyping

// Source: INTERFACE 3: ages in complete years, outside 0..110 unknown.
@Suite("Dates and ages")
struct CalendarDateTests {
  private func date(_ text: String) -> CalendarDate? { CalendarDate(Array(text.utf8)) }

  @Test(
    "Dates are read as YYYY-MM-DD or DD.MM.YYYY",
    arguments: [
      ("1990-05-17", "1990-05-17"), ("17.05.1990", "1990-05-17"), ("2000-02-29", "2000-02-29"),
      ("29.02.2024", "2024-02-29"),
      ("1.5.1990", "1990-05-01"), ("0001-01-01", "0001-01-01"), ("9999-12-31", "9999-12-31"),
    ])
  func reading(text: String, printed: String) { #expect(date(text)?.description == printed) }

  @Test(
    "Days that do not exist and other text are refused",
    arguments: [
      "2023-02-29", "1900-02-29", "2100-02-29", "29.02.2023", "2024-02-30", "2024-04-31", "2024-00-10", "2024-13-01",
      "2024-01-00", "0000-01-01", "24-01-01", "01.01.24", "2024/01/01", "2024-01", "2024-01-01-01", "", "-", "..", "x",
      "2024-1x-01", "01-02-2024", "2024.01.02", "20240101", "2024-01-01 00:00", "-2024-01-01",
    ])
  func refused(text: String) { #expect(date(text) == nil) }

  @Test(
    "A birthday counts on the day itself",
    arguments: [
      ("1990-05-17", "2020-05-16", 29), ("1990-05-17", "2020-05-17", 30), ("1990-05-17", "2020-05-18", 30),
      ("1990-05-17", "2020-04-30", 29), ("1990-05-17", "2020-06-01", 30), ("1990-12-31", "2021-01-01", 30),
      ("1991-01-01", "2020-12-31", 29), ("2020-05-17", "2020-05-17", 0), ("2020-05-18", "2020-05-17", -1),
    ])
  func birthdays(birth: String, later: String, years: Int) throws {
    let (birth, later) = (try #require(date(birth)), try #require(date(later)))
    #expect(birth.completeYears(until: later) == years)
  }

  @Test(
    "A birthday of 29 February counts on 1 March of common years",
    arguments: [
      ("2023-02-28", 22), ("2023-03-01", 23), ("2024-02-28", 23), ("2024-02-29", 24), ("2024-03-01", 24),
    ])
  func leapDays(later: String, years: Int) throws {
    let (birth, later) = (try #require(date("2000-02-29")), try #require(date(later)))
    #expect(birth.completeYears(until: later) == years)
  }

  @Test("Dates are ordered in time, and complete years never fall from one day to the next")
  func order() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var random = SeededGenerator(seed: seed)
    var days: [CalendarDate] = []
    for year in 2019...2025 {
      for month in 1...12 {
        for day in 1...31 { CalendarDate(year: year, month: month, day: day).map { days.append($0) } }
      }
    }
    #expect(days.count == 7 * 365 + 2)
    #expect(days.shuffled(using: &random).sorted() == days, "seed \(seed)")
    for _ in 0..<30 {
      let birth = days.randomElement(using: &random)!
      let ages = days.map { birth.completeYears(until: $0) }
      #expect(zip(ages, ages.dropFirst()).allSatisfy { $1 == $0 || $1 == $0 + 1 }, "seed \(seed): \(birth)")
    }
  }

  @Test("An age outside 0 to 110 is unknown")
  func limits() throws {
    let today = try #require(date("2020-06-15"))
    #expect(BirthFact.unknown.age(on: today) == nil)
    #expect(BirthFact.age(0).age(on: today) == 0 && BirthFact.age(110).age(on: today) == 110)
    #expect(BirthFact.age(111).age(on: today) == nil && BirthFact.age(-1).age(on: today) == nil)
    #expect(BirthFact.date(try #require(date("1910-06-15"))).age(on: today) == 110)
    #expect(BirthFact.date(try #require(date("1909-06-15"))).age(on: today) == nil)
    #expect(BirthFact.date(try #require(date("2020-06-16"))).age(on: today) == nil)
    #expect(BirthFact.date(try #require(date("2020-06-15"))).age(on: today) == 0)
    #expect(BirthFact.year(1990).age(on: today) == 30)
    #expect(BirthFact.year(2021).age(on: today) == nil && BirthFact.year(1800).age(on: today) == nil)
  }
}
