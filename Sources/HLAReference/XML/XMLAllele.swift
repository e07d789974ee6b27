/// One `allele` element of hla.xml.
///
/// The byte slices point into the reader's own buffer and are valid only during the call of the sink. They are UTF-8
/// and not judged against the grammar: official releases have had faulty names and groups. The entities of XML are
/// resolved, but for the ampersand, which stands as `&#38;`; none of these texts has one.
struct XMLAllele {
  /// The number of an accession such as `HLA00001`; nil where `id` has another form.
  let accession: UInt32?
  /// The text of `id`; empty where the attribute is absent.
  let identifier: UnsafeBufferPointer<UInt8>
  /// The text of `name` without `HLA-`, as `A*01:01:01:01`; empty where the attribute is absent.
  let name: UnsafeBufferPointer<UInt8>
  /// The G group without `HLA-`; nil where absent, empty or `None`.
  let gGroup: UnsafeBufferPointer<UInt8>?
  /// The P group without `HLA-`; nil where absent, empty or `None`.
  let pGroup: UnsafeBufferPointer<UInt8>?
  /// The allele is kept only as a record of its deletion.
  let isDeleted: Bool
  /// Whether the sequence is confirmed; nil where the release does not say.
  let isConfirmed: Bool?
  /// The highest category of the catalogues of common and well-documented alleles.
  let catalogued: CatalogueCategory
  /// The first residues of the protein of HLA-A, -B and -C, see ``ProteinBeginnings/length``; empty for other loci
  /// and where the release gives none.
  let protein: UnsafeBufferPointer<UInt8>
  /// The line on which the element begins, from 1.
  let line: Int
}

/// How often an allele is seen, after the CWD and CIWD catalogues; greater is more frequent.
enum CatalogueCategory: UInt8, Comparable, Sendable {
  case none = 0
  case wellDocumented = 1
  case intermediate = 2
  case common = 3

  /// Reads the short form of `cwd_entry` or the long form of the former `cwd_status`; anything else is ``none``.
  init(_ text: UnsafeBufferPointer<UInt8>) {
    if text.equals("C") || text.equals("Common") {
      self = .common
    } else if text.equals("I") || text.equals("Intermediate") {
      self = .intermediate
    } else if text.equals("WD") || text.equals("Well-Documented") {
      self = .wellDocumented
    } else {
      self = .none
    }
  }

  static func < (left: CatalogueCategory, right: CatalogueCategory) -> Bool { left.rawValue < right.rawValue }
}

/// What is known of a document once it was read to its end.
struct XMLReleaseSummary: Equatable, Sendable {
  /// As `3.58.0`: the attribute of `release`, otherwise `currentrelease` of the first allele; nil where neither stands.
  var version: String?
  /// Alleles that are not deleted.
  var liveCount = 0
  /// Alleles kept as a record of their deletion.
  var deletedCount = 0
  /// Control characters that were dropped; always zero without the repair option.
  var droppedControlCharacters = 0
}
