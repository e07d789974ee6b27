import Foundation
import HLANomenclature
import HLAReference
import Testing

@testable import HLATyping

/// The releases that typings are understood against, each built once.
enum References {
  static let shared = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("shared").path
  static let has358 = FileManager.default.isReadableFile(atPath: shared + "/imgt-3.58.0/Allelelist.txt")
  static let has331 = FileManager.default.isReadableFile(atPath: shared + "/imgt-3.31.0/Allelelist.txt")

  private static let builtExcerpt = Result { try ReferenceIndex.embedded() }
  private static let built358 = Result { try ReferenceIndex.build(sources: [shared + "/imgt-3.58.0"]) }
  private static let built331 = Result {
    let files = ["Allelelist.txt", "wmda/hla_nom.txt", "wmda/hla_nom_p.txt"]
    return try ReferenceIndex.build(sources: files.map { shared + "/imgt-3.31.0/" + $0 })
  }

  /// The embedded excerpt.
  static var excerpt: TypingResolver { get throws { TypingResolver(reference: try builtExcerpt.get()) } }
  /// 3.58.0 from its text files.
  static var full: TypingResolver { get throws { TypingResolver(reference: try built358.get()) } }
  /// 3.31.0 from its text files.
  static var old: TypingResolver { get throws { TypingResolver(reference: try built331.get()) } }
}

extension Trait where Self == ConditionTrait {
  /// Skips what needs the official files of 3.58.0 where they are absent.
  static var needs358: Self { .enabled(if: References.has358, "needs the files of 3.58.0 in ../shared") }
  /// Skips what needs the official files of 3.31.0 where they are absent.
  static var needs331: Self { .enabled(if: References.has331, "needs the files of 3.31.0 in ../shared") }
}

/// Why a cell did not give what a test needs.
struct UnexpectedCell: Error { let typing: CellTyping }

extension TypingResolver {
  /// The position that a cell says; for cells that are known to be typed.
  func typed(_ cell: String, _ locus: Locus) throws -> PositionTyping {
    let typing = try self.cell(cell, locus: locus)
    guard case .position(let position) = typing else { throw UnexpectedCell(typing: typing) }
    return position
  }

  /// The code of the fault of a cell; nil for a good cell.
  func faultCode(_ cell: String, _ locus: Locus) -> String? {
    do throws(TypingFault) { _ = try self.cell(cell, locus: locus) } catch { return error.code }
    return nil
  }

  /// The names of a position's alleles.
  func alleleNames(_ position: PositionTyping) -> [String] {
    position.alleles.map { reference.name(of: $0).description }
  }

  /// The names of a position's identities.
  func identityNames(_ position: PositionTyping, _ locus: Locus) -> [String] {
    position.identities.codes.map { reference.name(of: ARDCode(UInt16($0)), locus: locus) }
  }
}
