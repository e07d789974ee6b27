import SearchHistory

/// Records for tests, told apart by a number.
enum ExampleSearch {
  static let request = SearchRequest(body: Array("{\"pool\":\"example\"}".utf8), rules: Array("name: mst\n".utf8))

  static func record(_ number: Int, caller: String = "ward", at: String? = nil) -> SearchRecord {
    let place = SearchRecord.TopOfList.Place(rank: 1, donorID: "D\(number)", status: "eligible", points: 100)
    return SearchRecord(
      at: at ?? "2026-11-22T10:00:0\(number % 10)Z", caller: caller, kind: .rank, program: "hlamatch 0.1.0",
      reference: SearchRecord.Source(name: "3.58.0", sha256: "aa"),
      protocol: SearchRecord.Source(name: "mst", sha256: "bb"),
      pool: SearchRecord.Source(name: "example", sha256: "cc"), date: "2026-11-22", patients: 1,
      resultHash: "result \(number)",
      top: [SearchRecord.TopOfList(patientID: "P\(number)", donors: [place])])
  }
}
