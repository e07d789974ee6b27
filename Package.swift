// swift-tools-version: 6.2
import PackageDescription

// The layers, from bytes to report, are listed in CONTRIBUTING.md; `tools/check-imports` holds this file against them.
let package = Package(
  name: "hlamatch",
  products: [
    .library(name: "MatchEngine", targets: ["MatchEngine"]),
    .executable(name: "hlamatch", targets: ["hlamatch"]),
    .executable(name: "hlamatch-server", targets: ["hlamatch-server"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    .target(name: "HLANomenclature"),
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CLibArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .target(name: "CHLAData"),
    .target(name: "CMatchKernels"),
    .target(
      name: "HLAReference",
      dependencies: [
        "HLANomenclature", "CLibXML2", "CZlib", "CHLAData", .product(name: "Crypto", package: "swift-crypto"),
      ]
    ),
    .target(
      name: "RegistryFormats", dependencies: ["HLANomenclature", "CLibXML2", "CLibArchive"]),
    .target(name: "HLATyping", dependencies: ["HLANomenclature", "HLAReference", "RegistryFormats"]),
    .target(name: "TransplantFacts", dependencies: ["HLANomenclature", "HLAReference", "HLATyping"]),
    .target(
      name: "DonorPool",
      dependencies: ["HLANomenclature", "HLAReference", "HLATyping", "Alloreactivity", "CMatchKernels", "CXXHash"]),
    .target(name: "Alloreactivity", dependencies: ["HLANomenclature", "HLAReference", "HLATyping"]),
    .target(name: "HLAMatching", dependencies: ["HLANomenclature", "HLATyping", "DonorPool", "CMatchKernels"]),
    .target(
      name: "DonorSelection",
      dependencies: [
        "HLANomenclature", "HLAMatching", "HLATyping", "Alloreactivity", "TransplantFacts", "DonorPool", "CHLAData",
        .product(name: "HeapModule", package: "swift-collections"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .target(
      name: "MatchReport",
      dependencies: [
        "HLANomenclature", "HLAReference", "HLATyping", "Alloreactivity", "TransplantFacts", "HLAMatching",
        "DonorSelection",
      ]),
    .target(
      name: "MatchEngine",
      dependencies: [
        "HLANomenclature", "HLAReference", "RegistryFormats", "HLATyping", "DonorPool", "Alloreactivity",
        "TransplantFacts", "HLAMatching", "DonorSelection", "MatchReport",
        .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .executableTarget(
      name: "hlamatch",
      dependencies: ["MatchEngine", .product(name: "ArgumentParser", package: "swift-argument-parser")]),
    .target(name: "CServicePage"),
    .target(name: "SearchHistory", dependencies: [.product(name: "GRDB", package: "GRDB.swift")]),
    .target(
      name: "MatchService",
      dependencies: [
        "MatchEngine", "SearchHistory", "CServicePage",
        .product(name: "Configuration", package: "swift-configuration"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "Yams", package: "Yams"),
      ]),
    .executableTarget(
      name: "hlamatch-server",
      dependencies: [
        "MatchEngine", "MatchService",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ]),

    .target(name: "TestFixtures", path: "Tests/TestFixtures"),
    .target(
      name: "MatchTestSupport",
      dependencies: [
        "TestFixtures",
        "HLANomenclature", "HLAReference", "RegistryFormats", "HLATyping", "Alloreactivity", "DonorPool", "HLAMatching",
        "DonorSelection",
      ],
      path: "Tests/MatchTestSupport"),
    .testTarget(name: "HLANomenclatureTests", dependencies: ["HLANomenclature", "TestFixtures"]),
    .testTarget(
      name: "HLAReferenceTests",
      dependencies: ["HLAReference", "HLANomenclature", "CLibXML2", "CZlib", "TestFixtures"]),
    .testTarget(name: "RegistryFormatsTests", dependencies: ["RegistryFormats", "TestFixtures"]),
    .testTarget(
      name: "HLATypingTests",
      dependencies: ["HLATyping", "HLAReference", "HLANomenclature", "RegistryFormats", "TestFixtures"]),
    .testTarget(
      name: "TransplantFactsTests",
      dependencies: ["TransplantFacts", "HLATyping", "HLAReference", "HLANomenclature", "MatchTestSupport"]),
    .testTarget(
      name: "DonorPoolTests",
      dependencies: ["DonorPool", "HLATyping", "HLAReference", "HLANomenclature", "MatchTestSupport", "TestFixtures"]),
    .testTarget(
      name: "AlloreactivityTests",
      dependencies: ["Alloreactivity", "HLATyping", "HLAReference", "HLANomenclature", "TestFixtures"]),
    .testTarget(
      name: "HLAMatchingTests",
      dependencies: ["HLAMatching", "DonorPool", "HLATyping", "HLAReference", "HLANomenclature", "MatchTestSupport"]),
    .testTarget(
      name: "DonorSelectionTests",
      dependencies: [
        "DonorSelection", "Alloreactivity", "TransplantFacts", "HLAMatching", "DonorPool", "HLATyping", "HLAReference",
        "HLANomenclature", "MatchTestSupport", .product(name: "Crypto", package: "swift-crypto"),
      ]),
    .testTarget(name: "MatchReportTests", dependencies: ["MatchReport"]),
    .testTarget(name: "MatchEngineTests", dependencies: ["MatchEngine", "MatchTestSupport"]),
    .testTarget(
      name: "SearchHistoryTests",
      dependencies: ["SearchHistory", "TestFixtures", .product(name: "GRDB", package: "GRDB.swift")]),
    .testTarget(
      name: "MatchServiceTests",
      dependencies: [
        "MatchService", "SearchHistory", "MatchEngine", "TestFixtures",
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "Yams", package: "Yams"),
      ]),
  ]
)

// Tests judge millions of pairs by plain twins: tools/test has what they use optimised, with all checks on, in a build folder of
// its own. Users' builds never see these flags.
if Context.environment["HLAMATCH_OPTIMISED_TESTS"] != nil {
  for target in package.targets where target.type != .system && target.type != .test {
    target.swiftSettings = (target.swiftSettings ?? []) + [.unsafeFlags(["-O", "-assert-config", "Debug"])]
    target.cSettings = (target.cSettings ?? []) + [.unsafeFlags(["-O2"])]
  }
}
