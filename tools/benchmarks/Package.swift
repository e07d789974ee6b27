// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that a user's build never fetches or builds what only measuring needs.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "hlamatch", path: "../.."),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
  ],
  targets: [
    .executableTarget(
      name: "SearchBenchmark",
      dependencies: [
        .product(name: "MatchEngine", package: "hlamatch"), .product(name: "Crypto", package: "swift-crypto"),
      ])
  ]
)
