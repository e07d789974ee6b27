import Foundation

/// One line of the published table of multiple allele codes, cut and not interpreted.
struct PlainCode: Sendable {
  let letters: String
  /// `01` of a generic code, `24:02` or `24:09N` of a specific one.
  let members: [String]
  let isSpecific: Bool

  /// The first field that a specific code has to be written with: the commonest, the lowest on a tie (FORMATS 3.1).
  var firstField: String? {
    guard isSpecific else { return nil }
    let counts = Dictionary(members.map { ($0.prefix { $0 != ":" }, 1) }, uniquingKeysWith: +)
    let most = counts.values.max()
    return counts.filter { $0.value == most }.keys.min { Int($0)! < Int($1)! }.map(String.init)
  }

  /// The lines of the zipped table, unpacked by another program than the one under test.
  static func all(_ archive: String) throws -> [PlainCode] {
    let unpacker = Process()
    unpacker.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    let script = "import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);sys.stdout.buffer.write(z.read(z.namelist()[0]))"
    unpacker.arguments = ["python3", "-c", script, archive]
    let pipe = Pipe()
    unpacker.standardOutput = pipe
    try unpacker.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    unpacker.waitUntilExit()
    return text.split(whereSeparator: \.isNewline).compactMap { line in
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard cells.count == 3, cells[2] != "SUBTYPE" else { return nil }
      return PlainCode(
        letters: String(cells[1]), members: cells[2].split(separator: "/").map(String.init), isSpecific: cells[0] == "*"
      )
    }
  }
}

/// What a written code has to give.
enum PlainExpansion: Equatable {
  /// The numbers of its alleles, ascending; the members left out; how many members were lifted from a former name.
  case alleles([UInt32], dropped: [String], lifted: Int)
  /// The code of the refusal.
  case refused(String)
}

/// Expands codes member by member (FORMATS 3.1, DOMAIN 2.4), each member looked up once.
struct PlainCodeExpander {
  private struct Member {
    var numbers: [UInt32] = []
    var isLifted = false
    var isNull = false
  }

  private let release: WholeRelease
  private var members: [String: Member?] = [:]

  init(_ release: WholeRelease) { self.release = release }

  /// What `L*FF:CODE` has to give.
  mutating func expansion(of code: PlainCode, gene: String, firstField: String) -> PlainExpansion {
    if let required = code.firstField, required != firstField { return .refused("mac_first_field") }
    var numbers: [UInt32] = []
    var dropped: [String] = []
    var lifted = 0
    for text in code.members {
      let name = code.isSpecific ? "\(gene)*\(text)" : "\(gene)*\(firstField):\(text)"
      // A generic code never includes a null; what does not exist, under no former name either, is dropped.
      guard let member = member(name), code.isSpecific || !member.isNull else {
        dropped.append(name)
        continue
      }
      numbers += member.numbers
      if member.isLifted { lifted += 1 }
    }
    if numbers.isEmpty { return .refused("mac_without_members") }
    return .alleles(Self.ascending(numbers), dropped: dropped, lifted: lifted)
  }

  private static func ascending(_ numbers: [UInt32]) -> [UInt32] {
    // Members mostly follow each other already.
    if zip(numbers, numbers.dropFirst()).allSatisfy({ $0 < $1 }) { return numbers }
    return Set(numbers).sorted()
  }

  private mutating func member(_ name: String) -> Member? {
    if let known = members[name] { return known }
    var member: Member?
    if case .alleles(let names, let lifted) = release.plain.meaning(name) {
      member = Member(
        numbers: release.numbers(names).map(\.rawValue), isLifted: lifted, isNull: names.allSatisfy(PlainRelease.isNull)
      )
    }
    members[name] = .some(member)
    return member
  }
}
