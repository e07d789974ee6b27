extension LocusGenotype {
  /// Whether both positions have one identity, as the least and the greatest of 0 and 1 over all genotypes allowed.
  ///
  /// Source: DOMAIN, Counting: a homozygous locus of the donor.
  public var homozygosity: ClosedRange<UInt8> {
    let pairs: [CodePair]
    switch self {
    case .pairs(let some): pairs = some
    case .geneAbsent: return 0...0
    case .untyped, .nothingExpressed, .partlyExpressed: return 0...1
    }
    var (least, greatest): (UInt8, UInt8) = (1, 0)
    for pair in pairs {
      let own = pair.homozygosity
      (least, greatest) = (min(least, own.lowerBound), max(greatest, own.upperBound))
    }
    return least...max(least, greatest)
  }
}

extension CodePair {
  /// Whether both positions have one identity, as the least and the greatest of 0 and 1 over all choices.
  public var homozygosity: ClosedRange<UInt8> {
    if isSame { return 1...1 }
    if let one = first.single, let other = second.single { return one == other ? 1...1 : 0...0 }
    switch (first.extent, second.extent) {
    case (.closed, .closed): return 0...(first.meets(second) ? 1 : 0)
    case (.foreign, .closed), (.closed, .foreign): return 0...0
    default: return 0...1
    }
  }
}

extension CodeSet {
  /// Whether a code is listed in both sets.
  ///
  /// - Complexity: O(codes of both).
  public func meets(_ other: CodeSet) -> Bool {
    var (left, right) = (0, 0)
    while left < codes.count, right < other.codes.count {
      if codes[left] == other.codes[right] { return true }
      if codes[left] < other.codes[right] { left += 1 } else { right += 1 }
    }
    return false
  }

  /// Whether two positions can have one identity.
  public func canMeet(_ other: CodeSet) -> Bool {
    if extent == .foreign || other.extent == .foreign { return false }
    return extent == .open || other.extent == .open || meets(other)
  }

  /// Whether a code is listed.
  ///
  /// - Complexity: O(log number of codes).
  public func contains(_ code: UInt32) -> Bool {
    var low = 0
    var high = codes.count
    while low < high {
      let middle = (low + high) / 2
      if codes[middle] < code { low = middle + 1 } else { high = middle }
    }
    return low < codes.count && codes[low] == code
  }
}
