/// The published evidence on a model, for and against. Evidence on all of them is mixed.
///
/// Source: DOMAIN 5.
public struct NKEvidence: Hashable, Sendable {
  /// References that found an effect, or that the model is taken from.
  public let supporting: [String]
  /// References that found none, for donor KIR at large.
  public let opposing: [String]
  /// What to bear in mind.
  public let remark: String

  /// In one line.
  public var note: String {
    let (own, others) = (supporting.joined(separator: ", "), opposing.joined(separator: ", "))
    return "for: \(own); against, on donor KIR at large: \(others); \(remark)"
  }

  /// The evidence on a model.
  public static func of(_ model: NKModel) -> NKEvidence {
    let (references, remark) = own(model)
    return NKEvidence(
      supporting: references, opposing: withoutEffect,
      remark: [remark, "all from engrafting transplants, not from microtransplantation"].filter { !$0.isEmpty }
        .joined(separator: "; "))
  }

  /// The studies of large registries that found no effect of donor KIR.
  private static let withoutEffect = [
    "Schetelig 2020 (Blood 135:1386)", "Schetelig 2021", "Schetelig 2024 (Front Immunol 15:1350470)",
  ]

  private static func own(_ model: NKModel) -> (references: [String], remark: String) {
    switch model {
    case .ligandIncompatibility: (["Ruggeri 2002", "Ruggeri 2007"], "")
    case .receptorLigand: (["Leung 2004"], "")
    case .missingLigand: (["Hsu 2005"], "the donor is not looked at")
    case .bContent: (["Cooley 2010"], "")
    case .kir2DS1: (["Venstrom 2012"], "")
    case .kir3DL1Subtype: (["Boudreau 2017 (J Clin Oncol 35:2268)"], "")
    case .receptorCounts: (["Krieger 2020"], "shown, weighed with 0")
    case .functionalScore: (["Boelen 2018"], "shown, weighed with 0")
    }
  }
}
