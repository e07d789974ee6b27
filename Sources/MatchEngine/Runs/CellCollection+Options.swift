import TransplantFacts

extension CellCollection {
  /// Cells collected, as a user gives them.
  ///
  /// - Throws: ``EngineError/usage(_:)`` for a number of cells that no collection holds.
  public init(counted mnc: Double?, cd3: Double?, cd34: Double?) throws(EngineError) {
    self.init(mnc: mnc, cd3: cd3, cd34: cd34)
    do throws(DosePlanFault) { _ = try DosePlan(weight: 1, collection: self) } catch { throw .usage("\(error)") }
  }
}
