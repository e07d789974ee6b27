import HLANomenclature
import HLAReference

/// Why a typing cell was refused.
public enum TypingFault: Error, Equatable, Sendable {
  /// No allele of this or any former name exists in the release.
  case unknownAllele(String)
  /// The name lies outside the embedded excerpt, which may or may not mean that it does not exist.
  case notInExcerpt(String)
  /// Deleted, and the release names no successor.
  case deletedWithoutSuccessor(String)
  /// A name of the pre-2010 style that only Nomenclature_2009.txt can tell.
  case needsNomenclature2009(String)
  /// A deleted name without its suffix, where several suffixes existed.
  case ambiguousSuffix(String)
  /// The release has no G or P group of this name.
  case unknownGroup(String)
  /// The locus written in the cell is not the locus of the column.
  case wrongLocus(found: String, expected: Locus)
  /// The text follows no notation of typings.
  case malformed(String)
  /// A spreadsheet turned the typing into a time, a date or a number.
  case spreadsheet(found: String, became: String)
  /// A bare number, which may be an antigen or a first field.
  case bareNumber(String)
  /// The release knows no antigen of this name.
  case unknownAntigen(String)
  /// A multiple allele code, and no table of codes.
  case codeWithoutTable(String)
  /// The table has no such multiple allele code.
  case unknownCode(String)
  /// A specific code with another first field than its list demands.
  case codeFirstField(String, expected: String)
  /// No member of a code exists, or only nulls do.
  case emptyCode(String)
  /// `NNNN` at a locus that everyone has.
  case cannotBeAbsent(Locus)
  /// The first value is blank and the second is not.
  case firstBlank
  /// One member of a list was refused.
  indirect case listMember(String, TypingFault)
  /// A genotype of a GL String with more than two copies of a gene.
  case threeCopies(String)
  /// Nothing stands beside an operator of a GL String.
  case emptyPart(String)
  /// Two sources of one locus, such as its columns and the GL String, leave no genotype possible.
  case contradictingSources
  /// Two genotype lists of one locus are too long to be compared.
  case tooAmbiguous
  /// The name lies beyond all that the release has under the same first fields: a newer release may have it.
  case newerThanRelease(String, release: String)
  /// A circle among deleted names in the source files.
  case circular(String)

  /// The code of rejects files and `typing` errors.
  public var code: String {
    switch self {
    case .unknownAllele: "unknown_allele"
    case .notInExcerpt: "not_in_excerpt"
    case .deletedWithoutSuccessor: "deleted_without_successor"
    case .needsNomenclature2009: "needs_nomenclature_2009"
    case .ambiguousSuffix: "ambiguous_suffix"
    case .unknownGroup: "unknown_group"
    case .wrongLocus: "wrong_locus"
    case .malformed: "malformed_typing"
    case .spreadsheet: "spreadsheet_damage"
    case .bareNumber: "bare_number"
    case .unknownAntigen: "unknown_antigen"
    case .codeWithoutTable: "mac_without_table"
    case .unknownCode: "unknown_mac"
    case .codeFirstField: "mac_first_field"
    case .emptyCode: "mac_without_members"
    case .cannotBeAbsent: "cannot_be_absent"
    case .firstBlank: "first_blank"
    case .listMember(_, let fault): fault.code
    case .threeCopies: "gl_string_three_copies"
    case .emptyPart: "gl_string_empty_part"
    case .contradictingSources: "contradicting_sources"
    case .tooAmbiguous: "too_ambiguous"
    case .newerThanRelease: "newer_than_release"
    case .circular: "circular_names"
    }
  }

  /// What is wrong; what was expected.
  public var message: String {
    switch self {
    case .unknownAllele(let name): "\(name) was never assigned in this release; a living or former name was expected"
    case .notInExcerpt(let name):
      "\(name) is not in the embedded excerpt; build a reference from IPD-IMGT/HLA: hlamatch reference fetch 3.58.0"
    case .deletedWithoutSuccessor(let name):
      "\(name) was deleted and the release names no successor; the typing has to be looked up at its source"
    case .needsNomenclature2009(let name):
      "\(name) is a name from before 2010 that only Nomenclature_2009.txt explains; a reference built with that file, or "
        + "the current name, was expected"
    case .ambiguousSuffix(let name): "\(name) was deleted under several suffixes; the name with its suffix was expected"
    case .unknownGroup(let name): "\(name) is no group of this release; a published G or P group was expected"
    case .wrongLocus(let found, let expected): "the cell says \(found); a typing of \(expected) was expected"
    case .malformed(let text):
      "\(text) is no typing; a name such as 02:01, a G or P group, 02:XX or a list was expected"
    case .spreadsheet(let found, let became):
      "\(found) looks like a typing that a spreadsheet turned into \(became); a name such as 02:01 was expected: format "
        + "the column as text and enter it again"
    case .bareNumber(let text):
      "\(text) may be an antigen or a first field; \(text):XX or a name with two fields was expected"
    case .unknownAntigen(let text): "\(text) is no serological antigen of this release; a WHO antigen was expected"
    case .codeWithoutTable(let text):
      "\(text) is a multiple allele code and no table of codes is at hand; --mac with alpha.v3 or numer.v3 was expected"
    case .unknownCode(let text):
      "\(text) is not in the table of multiple allele codes; a known code, or a newer table, was expected"
    case .codeFirstField(let text, let expected):
      "\(text) is a specific code whose list demands the first field \(expected); \(expected) was expected"
    case .emptyCode(let text):
      "\(text) leaves no expressed allele of this release; a code with at least one was expected"
    case .cannotBeAbsent(let locus): "NNNN says that the gene is absent, which \(locus) never is; a typing was expected"
    case .firstBlank: "the first value is blank and the second is not; the first value was expected to be filled"
    case .listMember(let member, let fault): "in the list, \(member): \(fault.message)"
    case .threeCopies(let text): "\(text) gives more than two copies of a gene; at most two were expected"
    case .emptyPart(let text): "nothing stands beside an operator in \(text); an allele was expected"
    case .contradictingSources:
      "the GL String and the other typings of this locus leave no genotype possible; typings that agree were expected"
    case .tooAmbiguous:
      "the genotype lists of this locus are too long to be compared; one list, or shorter ones, were expected"
    case .newerThanRelease(let name, let release):
      "\(name) lies beyond the names of release \(release), which is too old for it; a newer release was expected"
    case .circular(let name): "\(name) leads in a circle among deleted names; the reference's source files are at fault"
    }
  }

  init(_ error: NameResolutionError, isExcerpt: Bool) {
    switch error {
    case .malformed(let name): self = .malformed(name)
    case .unknown(let name): self = isExcerpt ? .notInExcerpt(name) : .unknownAllele(name)
    case .deletedWithoutSuccessor(let name): self = .deletedWithoutSuccessor(name)
    case .circular(let name): self = .circular(name)
    case .needsNomenclature2009(let name): self = .needsNomenclature2009(name)
    case .ambiguousSuffix(let name): self = .ambiguousSuffix(name)
    }
  }
}
