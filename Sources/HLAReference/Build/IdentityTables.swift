import HLANomenclature

/// The antigen recognition domain identities of every locus, and which alleles have them.
///
/// Rule (DOMAIN, Counting): the P group; an allele alone on its line keeps its own first two fields as they stand; an
/// expressed allele missing from the file takes the identity of its two-field siblings, and with none (or with
/// siblings that disagree) its identity is unknown. Where hla.xml alone is at hand, `None` may mean alone or missing: it
/// is the sibling's identity where there is one, else alone.
struct IdentityTables {
  private struct Key: Hashable, Comparable {
    let fields: UInt64
    let mark: UInt8

    static func < (left: Key, right: Key) -> Bool { (left.fields, left.mark) < (right.fields, right.mark) }
  }

  /// One value an allele row: an identity code, or one of the two special values of ``IndexLayout``.
  private(set) var identityOfRow: [UInt16]
  private(set) var locusStart: [UInt32] = [0]
  private(set) var fields: [UInt64] = []
  private(set) var marks: [UInt8] = []
  private(set) var memberStart: [UInt32] = [0]
  private(set) var members: [UInt32] = []

  init(rows: [AlleleRow], locusStart alleleStart: [UInt32]) throws(ReferenceBuildError) {
    identityOfRow = Array(repeating: IndexLayout.unknownIdentity, count: rows.count)
    for locus in Locus.names.indices {
      let range = Int(alleleStart[locus])..<Int(alleleStart[locus + 1])
      let keys = IdentityTables.keys(rows, range)
      let sorted = Set(keys.compactMap { $0 }).sorted()
      guard sorted.count < Int(IndexLayout.unknownIdentity) else {
        throw .tooLarge("the number of identities at \(Locus.names[locus])")
      }
      add(sorted, keys, rows, range)
    }
  }

  private mutating func add(_ sorted: [Key], _ keys: [Key?], _ rows: [AlleleRow], _ range: Range<Int>) {
    var codes: [Key: UInt16] = [:]
    for (code, key) in sorted.enumerated() { codes[key] = UInt16(code) }
    var membersOfCode = Array(repeating: [UInt32](), count: sorted.count)
    for row in range {
      if rows[row].name.suffix == .null {
        identityOfRow[row] = IndexLayout.nullIdentity
      } else if let key = keys[row - range.lowerBound], let code = codes[key] {
        identityOfRow[row] = code
        membersOfCode[Int(code)].append(UInt32(row))
      }
    }
    for (key, list) in zip(sorted, membersOfCode) {
      fields.append(key.fields)
      marks.append(key.mark)
      members += list
      memberStart.append(UInt32(members.count))
    }
    locusStart.append(UInt32(fields.count))
  }

  /// The identity of each row of one locus; nil for nulls and for identities that are not known.
  private static func keys(_ rows: [AlleleRow], _ range: Range<Int>) -> [Key?] {
    let own: [Key?] = range.map { ownKey(rows[$0]) }
    var keys = own
    for (offset, row) in range.enumerated() where own[offset] == nil && rows[row].name.suffix != .null {
      let siblings = siblingKeys(offset, own, rows, range)
      if siblings.count == 1 { keys[offset] = siblings.first }
      if case .unsaid = rows[row].p, siblings.isEmpty { keys[offset] = loneKey(rows[row]) }
    }
    return keys
  }

  private static func ownKey(_ row: AlleleRow) -> Key? {
    guard row.name.suffix != .null else { return nil }
    switch row.p {
    case .missing, .unsaid: return nil
    case .alone: return loneKey(row)
    case .group(let packed): return Key(fields: packed, mark: IndexLayout.pGroupMark)
    }
  }

  private static func loneKey(_ row: AlleleRow) -> Key {
    let suffix = row.name.fields.count == 2 ? row.name.suffix : .none
    return Key(fields: row.name.fields.prefix(2).packed, mark: suffix.rawValue)
  }

  private static func siblingKeys(
    _ offset: Int, _ keys: [Key?], _ rows: [AlleleRow], _ range: Range<Int>
  ) -> Set<Key> {
    let stem = rows[range.lowerBound + offset].name.fields.prefix(2)
    var found = Set<Key>()
    for step in [-1, 1] {
      var at = offset + step
      while at >= 0, at < range.count, rows[range.lowerBound + at].name.fields.prefix(2) == stem {
        if let key = keys[at] { found.insert(key) }
        at += step
      }
    }
    return found
  }
}
