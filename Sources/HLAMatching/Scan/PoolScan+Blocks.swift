import CMatchKernels
import DonorPool

extension PoolScan {
  /// Scans a range of blocks, tile after tile, each tile for all patients.
  ///
  /// Calls come in the order of rows and, within a tile, of patients. The first tiles are short, so that the best are
  /// found early and few donors are hits afterwards.
  ///
  /// - Parameters:
  ///   - blocks: Block numbers, half open, within `0..<pool.blockCount`.
  ///   - state: What the caller keeps of the scan.
  ///   - goesOn: Asked with its first row before each block; false ends the scan.
  ///   - wish: Which donors of the tiles to come are wanted for a patient; asked at the beginning and whenever the
  ///     patient took something.
  ///   - take: Given a patient and what a tile holds for it; not called where that is nothing.
  /// - Returns: How the settled donors divide; nil where a block is damaged, or the scan was ended.
  /// - Complexity: O(patients x donors), with memory for one tile.
  public func scan<State>(
    blocks: Range<Int>, _ state: inout State, goesOn: (inout State, Int) -> Bool,
    wish: (State, Int) -> ScanWish, take: (inout State, Int, TileResult) -> Void
  ) -> ScanTotals? {
    var totals = ScanTotals(patients: Array(repeating: ScanCounts(), count: patients.count))
    guard let instructions = kernel.instructions else {
      let tile = ReferenceTile(self)
      for block in blocks {
        let firstRow = block * DonorPool.rowsInBlock
        guard goesOn(&state, firstRow), let planes = pool.planes(ofBlock: block) else { return nil }
        tile.scan(planes, firstRow: firstRow, &totals, &state, wish: wish, take: take)
      }
      return totals
    }
    let tile = ScanTile(self, instructions)
    for patient in patients.indices { tile.set(wish(state, patient), patient) }
    for block in blocks {
      guard goesOn(&state, block * DonorPool.rowsInBlock), let planes = pool.planes(ofBlock: block) else { return nil }
      let rows = min(DonorPool.rowsInBlock, pool.count - block * DonorPool.rowsInBlock)
      var first = 0
      while first < rows {
        // 512, 512, 1024, 2048: each begins at a multiple of its length.
        let isBeginning = block == blocks.lowerBound && first < tileRows
        let length = isBeginning ? max(PoolScan.tileUnit, first) : tileRows
        // The last tile of a block asks for the next block, which lies behind it.
        let isLast = first + length >= rows && block + 1 < blocks.upperBound
        let size = pool.layout.byteCount
        let next = UnsafeRawBufferPointer(start: planes + size / 8, count: isLast ? size : 0)
        tile.load(planes, first: first, length: length, rows: min(length, rows - first), next: next, &totals.pool)
        let firstRow = block * DonorPool.rowsInBlock + first
        tile.score(firstRow: firstRow) { patient, result in
          take(&state, patient, result)
          return wish(state, patient)
        }
        first += length
      }
    }
    totals.patients = tile.counts
    return totals
  }
}
