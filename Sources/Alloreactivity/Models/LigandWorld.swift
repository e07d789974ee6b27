/// One choice for every ligand that a typing leaves open: the patient as the scores would see them if all were known.
struct LigandWorld: Hashable {
  var c1: Bool
  var c2: Bool
  var bw4: Bool
  var a3A11: Bool
  var a11: Bool

  /// Every choice that a profile allows, at most 24: whoever has A*11 has a ligand of KIR3DL2.
  static func all(_ profile: LigandProfile) -> [LigandWorld] {
    func choices(_ presence: LigandPresence) -> [Bool] {
      switch presence {
      case .certain: [true]
      case .possible: [false, true]
      case .absent: [false]
      }
    }
    var worlds: [LigandWorld] = []
    for c1 in choices(profile.c1) {
      for c2 in choices(profile.c2) {
        for bw4 in choices(profile.bw4) {
          for a11 in choices(profile.a11) {
            for a3A11 in choices(profile.a3A11) where a3A11 || !a11 {
              worlds.append(LigandWorld(c1: c1, c2: c2, bw4: bw4, a3A11: a3A11, a11: a11))
            }
          }
        }
      }
    }
    return worlds
  }
}
