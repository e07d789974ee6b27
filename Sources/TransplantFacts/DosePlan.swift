/// Cells whose dose is planned.
public enum CellProduct: String, Sendable, CaseIterable {
  /// Mononuclear cells.
  case mnc
  /// CD3-positive T cells.
  case cd3
  /// IL-2 activated, intentionally mismatched killer cells.
  case imak

  /// Cells per kilogram of the patient: the least, the usual, the most.
  ///
  /// Source: DOMAIN section 6; Li 2025 (2.5 x 10^8 MNC or 1 x 10^8 CD3+, each plus or minus a quarter); Slavin 2023
  /// (1.5 to 18 x 10^7, median 3 x 10^7).
  public var dosePerKilogram: DoseRange {
    switch self {
    case .mnc: DoseRange(least: 1.875e8, usual: 2.5e8, most: 3.125e8)
    case .cd3: DoseRange(least: 0.75e8, usual: 1e8, most: 1.25e8)
    case .imak: DoseRange(least: 1.5e7, usual: 3e7, most: 18e7)
    }
  }
}

/// Numbers of cells.
public struct DoseRange: Hashable, Sendable {
  /// The least dose of the source.
  public let least: Double
  /// The usual dose: the target, or the median.
  public let usual: Double
  /// The greatest dose of the source.
  public let most: Double

  /// A range.
  public init(least: Double, usual: Double, most: Double) { (self.least, self.usual, self.most) = (least, usual, most) }

  static func * (range: DoseRange, weight: Double) -> DoseRange {
    DoseRange(least: range.least * weight, usual: range.usual * weight, most: range.most * weight)
  }
}

/// Cells collected from a donor; nil where they were not counted.
public struct CellCollection: Hashable, Sendable {
  /// Mononuclear cells.
  public var mnc: Double?
  /// CD3-positive cells, some of the mononuclear.
  public var cd3: Double?
  /// CD34-positive cells, some of the mononuclear.
  public var cd34: Double?
  /// Activated killer cells after culture.
  public var imak: Double?

  /// A collection of which these were counted.
  public init(mnc: Double? = nil, cd3: Double? = nil, cd34: Double? = nil, imak: Double? = nil) {
    (self.mnc, self.cd3, self.cd34, self.imak) = (mnc, cd3, cd34, imak)
  }

  /// The number of cells of a product.
  public func count(of product: CellProduct) -> Double? {
    switch product {
    case .mnc: mnc
    case .cd3: cd3
    case .imak: imak
    }
  }
}

/// Why a dose cannot be planned.
public enum DosePlanFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// No body has this weight.
  case impossibleWeight(Double)
  /// No collection holds this number of cells.
  case impossibleCount(name: String, Double)
  /// More cells of a kind than mononuclear cells, of which they are some.
  case moreThanMononuclear(name: String)

  /// What is wrong; what was expected.
  public var description: String {
    switch self {
    case .impossibleWeight(let weight): "\(weight) kg is no weight; above 0, at most 500 kg was expected"
    case .impossibleCount(let name, let count):
      "\(count) is no number of \(name) cells collected; above 0, at most 1e13 was expected"
    case .moreThanMononuclear(let name):
      "there cannot be more \(name) cells than mononuclear cells, of which they are some"
    }
  }
}

/// Doses for a patient of known weight, and how many courses a collection covers.
public struct DosePlan: Hashable, Sendable {
  /// The dose of one product.
  public struct Dose: Hashable, Sendable {
    /// The product.
    public let product: CellProduct
    /// Cells a course, for this patient.
    public let cells: DoseRange
    /// Cells collected; nil where not counted.
    public let collected: Double?
    /// Whole courses of the usual dose that the collection covers.
    public let courses: Int?
    /// Whole courses of the least dose that it covers.
    public let coursesOfLeast: Int?
  }

  /// The heaviest patient, in kilograms.
  public static let heaviest = 500.0
  /// More cells than any collection holds.
  public static let mostCells = 1e13

  /// The patient's weight in kilograms.
  public let weight: Double
  /// One dose a product asked for, in the order of ``CellProduct``.
  public let doses: [Dose]
  /// CD34-positive cells per kilogram; nil where not counted.
  public let cd34PerKilogram: Double?

  /// Plans doses.
  ///
  /// - Parameters:
  ///   - weight: Kilograms.
  ///   - collection: What was collected.
  ///   - products: The products to plan.
  /// - Throws: ``DosePlanFault`` for a weight or a number of cells that cannot be.
  public init(
    weight: Double, collection: CellCollection = CellCollection(), products: [CellProduct] = CellProduct.allCases
  ) throws(DosePlanFault) {
    guard weight > 0, weight <= DosePlan.heaviest else { throw .impossibleWeight(weight) }
    try DosePlan.check(collection)
    self.weight = weight
    doses = CellProduct.allCases.filter { products.contains($0) }.map { product in
      let cells = product.dosePerKilogram * weight
      let collected = collection.count(of: product)
      return Dose(
        product: product, cells: cells, collected: collected,
        courses: collected.map { DosePlan.courses($0, of: cells.usual) },
        coursesOfLeast: collected.map { DosePlan.courses($0, of: cells.least) })
    }
    cd34PerKilogram = collection.cd34.map { $0 / weight }
  }

  /// Whole courses; a collection counted to fifteen digits may miss its last course by rounding alone.
  private static func courses(_ collected: Double, of dose: Double) -> Int {
    Int((collected / dose * (1 + 1e-12)).rounded(.down))
  }

  private static func check(_ collection: CellCollection) throws(DosePlanFault) {
    let counts = [
      ("MNC", collection.mnc), ("CD3+", collection.cd3), ("CD34+", collection.cd34), ("IMAK", collection.imak),
    ]
    for (name, count) in counts {
      if let count, !(count > 0 && count <= mostCells) { throw .impossibleCount(name: name, count) }
    }
    guard let mnc = collection.mnc else { return }
    for (name, count) in counts[1...2] {
      if let count, count > mnc { throw .moreThanMononuclear(name: name) }
    }
  }
}
