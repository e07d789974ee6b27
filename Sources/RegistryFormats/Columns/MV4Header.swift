/// The header of WMDA's matching validation files.
///
/// Source: FORMATS, section 4.1.
enum MV4Header {
  private static let typing = ["a1", "a2", "b1", "b2", "c1", "c2", "drb11", "drb12", "dqb11", "dqb12"]
  private static let rest: Set = ["donorid", "patientid", "donortype", "hfset"]

  /// Whether a file is of the kind: the headers of the set, and none beside them.
  static func fits(_ header: [String]) -> Bool {
    let names = header.map { $0.lowercased().filter { $0 != "_" } }.filter { !$0.isEmpty }
    guard names.contains("hfset") || names.contains("donortype") else { return false }
    return typing.allSatisfy(names.contains) && names.allSatisfy { typing.contains($0) || rest.contains($0) }
  }
}
