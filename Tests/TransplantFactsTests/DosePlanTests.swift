import Testing
import TransplantFacts

/// DOMAIN section 6: MNC 2.5 x 10^8/kg and CD3+ 1 x 10^8/kg, 75 to 125 %; IMAK 1.5 to 18 x 10^7/kg.
@Suite("Dose plans")
struct DosePlanTests {
  @Test("Doses are cells per kilogram times the weight")
  func doses() throws {
    let plan = try DosePlan(weight: 80)
    #expect(plan.doses.map(\.product) == [.mnc, .cd3, .imak])
    let cells = plan.doses.map { [$0.cells.least, $0.cells.usual, $0.cells.most] }
    #expect(cells == [[1.5e10, 2e10, 2.5e10], [6e9, 8e9, 1e10], [1.2e9, 2.4e9, 1.44e10]])
    #expect(plan.doses.allSatisfy { $0.collected == nil && $0.courses == nil && $0.coursesOfLeast == nil })
    #expect(plan.cd34PerKilogram == nil)
  }

  @Test("The ranges are three quarters to five quarters of the target")
  func ranges() {
    for product in [CellProduct.mnc, .cd3] {
      let range = product.dosePerKilogram
      #expect(range.least == 0.75 * range.usual && range.most == 1.25 * range.usual)
    }
  }

  @Test(
    "A collection covers whole courses only",
    arguments: [(1.9e10, 0, 1), (2e10, 1, 1), (3e10, 1, 2), (5.99e10, 2, 3), (6e10, 3, 4), (1e9, 0, 0)])
  func courses(mnc: Double, usual: Int, least: Int) throws {
    let plan = try DosePlan(weight: 80, collection: CellCollection(mnc: mnc), products: [.mnc])
    #expect(plan.doses.map(\.courses) == [usual] && plan.doses.map(\.coursesOfLeast) == [least])
    #expect(plan.doses[0].collected == mnc)
  }

  @Test("A collection of exactly some doses covers them at any weight", arguments: [3.1, 7.3, 54.7, 70.1, 99.9, 131.7])
  func exactCourses(weight: Double) throws {
    for courses in 1...12 {
      let cd3 = Double(courses) * 1e8 * weight
      let plan = try DosePlan(weight: weight, collection: CellCollection(cd3: cd3), products: [.cd3])
      #expect(plan.doses[0].courses == courses)
    }
  }

  @Test("CD34+ cells are shown per kilogram")
  func cd34() throws {
    #expect(try DosePlan(weight: 50, collection: CellCollection(cd34: 2e8)).cd34PerKilogram == 4e6)
  }

  @Test("A weight that no body has is refused", arguments: [0, -70, 500.1, .infinity, .nan] as [Double])
  func weights(weight: Double) {
    #expect(throws: DosePlanFault.self) { try DosePlan(weight: weight) }
  }

  @Test(
    "A number of cells that no collection holds is refused", arguments: [0, -1, 1.1e13, .infinity, .nan] as [Double])
  func counts(count: Double) {
    for collection in [CellCollection(mnc: count), .init(cd3: count), .init(cd34: count), .init(imak: count)] {
      #expect(throws: DosePlanFault.self) { try DosePlan(weight: 70, collection: collection) }
    }
  }

  @Test("There cannot be more CD3+ or CD34+ cells than mononuclear cells")
  func subsets() throws {
    #expect(throws: DosePlanFault.moreThanMononuclear(name: "CD3+")) {
      try DosePlan(weight: 70, collection: CellCollection(mnc: 1e10, cd3: 1.1e10))
    }
    #expect(throws: DosePlanFault.moreThanMononuclear(name: "CD34+")) {
      try DosePlan(weight: 70, collection: CellCollection(mnc: 1e8, cd34: 2e8))
    }
    #expect(throws: Never.self) {
      try DosePlan(weight: 70, collection: CellCollection(mnc: 1e10, cd3: 1e10, cd34: 1e8, imak: 5e10))
    }
  }
}
