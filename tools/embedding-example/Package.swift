// swift-tools-version: 6.2
import PackageDescription

// A package of its own that depends on the engine as any other program would. Outside this repository the path becomes
// the address and version of hlamatch.
let package = Package(
  name: "embedding-example",
  dependencies: [
    .package(name: "hlamatch", path: "../..")
  ],
  targets: [
    .executableTarget(
      name: "EmbeddingExample", dependencies: [.product(name: "MatchEngine", package: "hlamatch")])
  ]
)
