/// What the expressed members of a set of alleles carry; neighbours in name order mostly carry the same, which is then
/// listed once.
public struct ExpressedMembers: Sendable {
  /// Number of expressed members.
  public private(set) var count = 0
  /// Number of them whose suffix is L, S, C, A or Q.
  public private(set) var altered = 0
  /// Their antigen recognition domain identities, in any order, some more than once.
  public private(set) var identities: [UInt32] = []
  /// Their two-field proteins, as the first two fields packed into 32 bits, in any order, some more than once.
  public private(set) var proteins: [UInt32] = []
  /// Their serological antigens, in any order, some more than once.
  public private(set) var antigens: [UInt32] = []
  /// A member has no antigen on record.
  public private(set) var lacksAntigen = false
  /// The members whose identity the release does not give.
  public private(set) var withoutIdentity: [AlleleCode] = []

  /// Collects what these alleles carry; nulls carry nothing.
  ///
  /// - Complexity: O(alleles), and O(distinct rows of rel_dna_ser.txt x log of them).
  public init(of alleles: [AlleleCode], in index: ReferenceIndex) {
    // A first field may hold more than a thousand alleles: the loop works on locals, and lists grow only once.
    let (identityOf, fieldsOf, serologyOf) = (index.alleleIdentity, index.alleleFields, index.alleleSerology)
    var identities: [UInt32] = []
    var proteins: [UInt32] = []
    var serologyRows: [UInt16] = []
    identities.reserveCapacity(alleles.count)
    proteins.reserveCapacity(alleles.count)
    var (lastIdentity, lastProtein, lastSerology) = (UInt32.max, UInt32.max, -1)
    for code in alleles {
      let row = Int(code.rawValue)
      let identity = UInt32(identityOf[row])
      if identity == IndexLayout.nullIdentity { continue }
      if identity == IndexLayout.unknownIdentity {
        withoutIdentity.append(code)
      } else if identity != lastIdentity {
        identities.append(identity)
        lastIdentity = identity
      }
      count += 1
      if index.alleleSuffix[row] != 0, index.suffix(of: code).isAltered { altered += 1 }
      let protein = UInt32(truncatingIfNeeded: fieldsOf[row] >> 32)
      if protein != lastProtein {
        proteins.append(protein)
        lastProtein = protein
      }
      let serology = serologyOf[row]
      if Int(serology) != lastSerology {
        serologyRows.append(serology)
        lastSerology = Int(serology)
      }
    }
    (self.identities, self.proteins) = (identities, proteins)
    collectAntigens(of: serologyRows, index)
  }

  private mutating func collectAntigens(of rows: [UInt16], _ index: ReferenceIndex) {
    var last: UInt16?
    for row in rows.count < 2 ? rows : rows.sorted() where row != last {
      last = row
      let values = row == IndexLayout.noSerology ? 0..<0 : index.serologyValues(ofRow: Int(row))
      if values.isEmpty { lacksAntigen = true }
      for at in values { antigens.append(UInt32(index.serologyValues[at])) }
    }
  }
}
