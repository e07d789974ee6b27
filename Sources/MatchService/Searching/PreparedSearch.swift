import MatchEngine

/// A search whose order was understood, with everything that it needs; it keeps the pool that it began with.
struct PreparedSearch: Sendable {
  /// The order, with nothing left open.
  let order: SearchOrder
  let pool: Catalogue.Pool
  let search: DonorSearch

  /// Understands an order.
  ///
  /// - Parameters:
  ///   - rules: The protocol; nil: that of the catalogue.
  /// - Throws: ``Problem`` for what is not there, not understood or beyond the limits.
  init(
    _ asked: SearchOrder, _ catalogue: Catalogue, _ settings: ServiceSettings, today: CalendarDate,
    rules known: DonorProtocol? = nil
  ) async throws {
    var order = asked
    pool = try catalogue.pool(order.pool)
    order.pool = pool.name
    let rules = try known ?? catalogue.rules(order.protocol)
    let date = try PreparedSearch.day(order.date) ?? today
    order.date = date.description
    self.order = order
    do {
      let patients = try await PreparedSearch.patients(order, pool.pool.reference, rules, date, settings.limits)
      try PreparedSearch.requireTop(order, patients.patients.count, settings.limits)
      var asks = SearchSettings(rules: rules, date: date)
      (asks.top, asks.threads) = (order.top, settings.threads)
      asks.deeperLoci = try PreparedSearch.loci(order.loci)
      search = try DonorSearch(patients, in: pool.pool, asks)
    } catch let error as EngineError {
      throw Problem(error, folder: settings.folder)
    }
  }

  /// The donors that the answer may list.
  var listed: Int { order.kind == .rank ? order.top * search.patients.patients.count : 1 }

  private static func patients(
    _ order: SearchOrder, _ reference: MatchReference, _ rules: DonorProtocol, _ date: CalendarDate,
    _ limits: ServiceSettings.Limits
  ) async throws -> PatientList {
    var reading = ReadingSettings(rules: rules, date: date)
    reading.keptIssues = 100
    let list = try await reference.readPatients(.bytes(Array(order.patients), name: "patients"), reading)
    guard list.read <= limits.patients else { throw Problem.tooManyPatients(limits.patients) }
    guard list.rejected == 0 else { throw Problem.rejected(list) }
    return list
  }

  private static func requireTop(
    _ order: SearchOrder, _ patients: Int, _ limits: ServiceSettings.Limits
  ) throws(Problem) {
    guard order.kind == .rank else { return }
    guard order.top >= 1, order.top <= limits.listed / max(1, patients) else {
      throw .usage(
        "top \(order.top) for \(patients) patients: at least 1, and at most \(limits.listed) donors for all patients "
          + "together, were expected")
    }
  }

  private static func day(_ text: String?) throws(Problem) -> CalendarDate? {
    guard let text else { return nil }
    guard text.contains("-"), let date = CalendarDate(Array(text.utf8)) else {
      throw .usage("date: not a day; YYYY-MM-DD was expected")
    }
    return date
  }

  private static func loci(_ names: [String]) throws(Problem) -> [Locus] {
    let allowed = Locus.typed.filter { !Locus.ten.contains($0) }
    let loci = try names.map { name throws(Problem) in
      guard let locus = Locus(name: name), allowed.contains(locus) else {
        throw .usage("loci: of \(allowed.map(\.name).joined(separator: ", ")) were expected")
      }
      return locus
    }
    return Set(loci).sorted()
  }
}
