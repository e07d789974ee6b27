import DonorPool
import DonorSelection
import HLANomenclature
import HLATyping
import MatchTestSupport
import Testing
import TransplantFacts

/// What typing one locus can settle, worked out by hand from the rules of DOMAIN section 4.
@Suite("Typing advice by the rules")
struct AdviceRuleTests {
  private let universe = AlleleUniverse(TestPool.reference)
  private let patient = WrittenPerson("P1", letters: "ab ab ab ab ab")

  private func advise(
    _ donors: [String], patient: WrittenPerson? = nil, facts: [String: String] = [:]
  ) async throws -> TypingAdvice {
    let written = donors.enumerated().map { WrittenPerson("D\($0.offset)", letters: $0.element, facts: facts) }
    let ranking = try await TestRun.ranking(patient: patient ?? self.patient, donors: written)
    return TypingAdvice(ranking, universe: universe)
  }

  private func brought(_ advice: TypingAdvice, _ person: TypedPerson, _ locus: Locus?) -> TypingEffect? {
    advice.donors.first?.effects.first { $0.target == TypingTarget(person, locus) }
  }

  @Test("Seven matched and DQB1 untyped: DQB1 settles, either way")
  func settles() async throws {
    let advice = try await advise(["ab ab ab ac .."])
    let effect = try #require(brought(advice, .donor, .dqb1))
    #expect(effect.settles && effect.mayAdmit && effect.mayExclude)
    #expect(effect.statuses == [.eligible, .excluded])
    #expect(advice.donors[0].settlingSet == [TypingTarget(.donor, .dqb1)])
    #expect(advice.targets.first?.target == TypingTarget(.donor, .dqb1) && advice.targets.first?.settles == 1)
    #expect(advice.settlingSet == [TypingTarget(.donor, .dqb1)] && advice.settled == 1 && advice.indeterminate == 1)
  }

  @Test("Six matched at A, B and DRB1: C or DQB1 alone may exclude, both together settle")
  func together() async throws {
    let advice = try await advise(["ab ab .. ab .."])
    for locus in [Locus.c, .dqb1] {
      let effect = try #require(brought(advice, .donor, locus))
      #expect(!effect.settles && effect.maySettle && effect.mayExclude && !effect.mayAdmit)
      #expect(effect.statuses == [.indeterminate, .excluded])
    }
    let both = [TypingTarget(.donor, .c), TypingTarget(.donor, .dqb1)]
    #expect(advice.donors[0].settlingSet == both && advice.settlingSet == both)
  }

  @Test("Two null alleles leave a donor indeterminate whatever else is typed")
  func nulls() async throws {
    let advice = try await advise(["n,m cd cd cd .."])
    #expect(advice.donors[0].settlingSet == nil)
    #expect(advice.settled == 0 && advice.indeterminate == 1 && advice.settlingSet.isEmpty)
    #expect(advice.targets.allSatisfy { $0.settles == 0 && $0.maySettle == 0 })
  }

  @Test("A donor admitted by the six-locus rule may be excluded once its last locus is typed")
  func sixLocusRule() async throws {
    let advice = try await advise(["ab ab .. cd ab"])
    let effect = try #require(brought(advice, .donor, .c))
    #expect(effect.present == .eligible && effect.statuses == [.eligible, .excluded])
    #expect(effect.mayExclude && !effect.settles && !effect.maySettle)
    #expect(advice.indeterminate == 0 && advice.donors[0].settlingSet == [])
  }

  @Test("One typing of the patient settles all donors that wait for it")
  func patientTyping() async throws {
    let open = WrittenPerson("P1", letters: "ab ab ab ab ..")
    let advice = try await advise(["ab ab ab ac ac", "ab ab ab bd cd", "ab ab ac ab bc"], patient: open)
    #expect(advice.targets.first?.target == TypingTarget(.patient, .dqb1))
    #expect(advice.targets.first?.settles == advice.indeterminate)
    #expect(advice.settlingSet == [TypingTarget(.patient, .dqb1)])
    #expect(!advice.targets.contains { $0.target == TypingTarget(.donor, .dqb1) })
  }

  @Test("A locus that both sides leave open needs both")
  func bothSides() async throws {
    let open = WrittenPerson("P1", letters: "ab ab ab ab ..")
    let advice = try await advise(["ab ab ab ac .."], patient: open)
    let set = [TypingTarget(.donor, .dqb1), TypingTarget(.patient, .dqb1)]
    #expect(advice.donors[0].settlingSet == set)
    #expect(advice.donors[0].effects.allSatisfy { !$0.settles })
  }

  @Test("Donors of whom everything is known get no advice")
  func settled() async throws {
    let advice = try await advise(["cd cd cd cd cd"], facts: ["kir": "2DL1,2DL3,3DL1,2DS4"])
    #expect(advice.donors.isEmpty && advice.targets.isEmpty && advice.listed == 1)
  }

  @Test("A KIR typing can raise points and place, never lower them, and touches no status")
  func kir() async throws {
    let advice = try await advise(["cd cd cd cd cd", "cd cd cd cd cd"])
    let effects = advice.donors.flatMap(\.effects)
    #expect(!effects.isEmpty && effects.allSatisfy { $0.target == .kir && $0.statuses == [.eligible] })
    for donor in advice.donors {
      let effect = try #require(donor.effects.first)
      #expect(effect.points!.lowerBound >= donor.donor.points && effect.points!.upperBound > donor.donor.points)
      #expect(effect.bestRank == 1)
    }
    #expect(advice.targets.first { $0.target == .kir }?.mayPromote == 1)
  }

  @Test("An ambiguous locus may turn out to carry the antigen of an antibody")
  func antibodies() async throws {
    let pool = try TestPool.pool([
      WrittenPerson("D1", letters: "b/d,c cd cd cd cd", facts: ["kir": "2DL1,2DL3,3DL1,2DS4"])
    ])
    let person = try TestPool.patient(WrittenPerson("P1", letters: "aa aa ab ab ab"))
    let list = AntibodyList("A2", resolver: TypingResolver(reference: TestPool.reference))
    let ranking = await DonorRanker(patient: person, pool: pool, settings: TestRun.settings(), antibodies: list).rank()
    let advice = TypingAdvice(ranking, universe: universe)
    let effect = try #require(brought(advice, .donor, .a))
    let points = ranking.donors[0].points
    #expect(effect.points!.lowerBound == points - 10 && effect.points!.upperBound >= points)
  }

  @Test(
    "What a random full typing of the release shows is among what was foretold", arguments: 1...4 as ClosedRange<UInt64>
  )
  func sound(seed: UInt64) async throws {
    var generator = PersonGenerator(seed: seed)
    let written = generator.patient("P1")
    let donors = (0..<12).map { generator.donor("D\($0)", of: written) }
    let ranking = try await TestRun.ranking(patient: written, donors: donors)
    let advice = TypingAdvice(ranking, universe: universe)
    for found in advice.donors {
      let donor = donors.first { $0.id == found.donor.id }!
      for locus in Locus.ten where (donor.cells["\(locus)_1"] ?? "").isEmpty {
        let foretold = found.effects.first { $0.target == TypingTarget(.donor, locus) }
        for _ in 0..<4 {
          let names = LetterAlleles.names[locus]!
          let cells = ["\(locus)_1": generator.random.pick(names), "\(locus)_2": generator.random.pick(names)]
          let full = try TestRun.pair(patient: written, donor: donor.with(cells))
          #expect(
            (foretold?.statuses ?? [found.donor.status]).contains(full.status), "seed \(seed), \(donor.id) \(locus)")
          guard full.status != .excluded else { continue }
          let points = foretold?.points ?? found.donor.points...found.donor.points
          #expect(points.contains(full.points), "seed \(seed), \(donor.id) \(locus)")
        }
      }
    }
  }
}
