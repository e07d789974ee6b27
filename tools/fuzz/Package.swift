// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a user's build never meets libFuzzer. A new target: a folder in Sources with one file
// that has an entry point as the others have, its name in this list, and seeds in corpus/NAME.
let fuzzTargets = [
  "FuzzCSV", "FuzzTyping", "FuzzCodeFile", "FuzzCodeTable", "FuzzRelease", "FuzzIndex", "FuzzPeople",
  "FuzzGLString", "FuzzAntibodies", "FuzzProtocol", "FuzzPool",
]

let engine = Target.Dependency.product(name: "MatchEngine", package: "hlamatch")

let package = Package(
  name: "fuzz-targets",
  dependencies: [
    .package(name: "hlamatch", path: "../.."),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .target(name: "FuzzSupport", dependencies: [engine, .product(name: "Crypto", package: "swift-crypto")])
  ]
    // libFuzzer brings the `main`, so a target of one file must not be taken for a script.
    + fuzzTargets.map {
      .executableTarget(
        name: $0, dependencies: ["FuzzSupport", engine], swiftSettings: [.unsafeFlags(["-parse-as-library"])])
    }
)
