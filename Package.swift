// swift-tools-version: 6.2
import PackageDescription

// One package, three builds, chosen by BOARD in the environment:
//   unset          everything that runs on Linux
//   BOARD=linux    the modules that host and device share, and their tests, without the server packages
//   BOARD=<name>   the same modules and the firmware of boards/<name>; with EXAMPLE=<folder>, its application too
let board = Context.environment["BOARD"]
let buildsServers = board == nil
let buildsFirmware = board != nil && board != "linux"

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .enableExperimentalFeature("Lifetimes"),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

let package = Package(
  name: "swift-teep",
  platforms: [.macOS(.v15)],
  targets: [
    .target(name: "TEEPCodec", swiftSettings: strict),
    .target(name: "Checksums", swiftSettings: strict),
    .target(name: "TEEPAgent", dependencies: ["TEEPCodec", "Checksums"], swiftSettings: strict),
    .target(name: "TEEPLink", dependencies: ["Checksums"], swiftSettings: strict),
    .target(
      name: "AgentRuntime", dependencies: ["TEEPAgent", "TEEPCodec", "TEEPLink"],
      swiftSettings: strict),
    .target(
      name: "AgentCryptoBearSSL", dependencies: ["TEEPCodec", "TEEPAgent", "AgentCryptoEd25519", "CBearSSL"],
      swiftSettings: strict),
    .target(
      name: "AgentCryptoEd25519", dependencies: ["TEEPCodec", "TEEPAgent", "Monocypher"],
      swiftSettings: strict),
    .target(
      name: "Monocypher", path: ".sources/monocypher", exclude: ["LICENSE.txt", "version"], sources: ["src"]),
    .target(
      name: "CodecTask", dependencies: ["TEEPCodec"], path: "Benchmarks/CodecTask", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

/// What the device never sees: the agent's crypto port on Linux, and the tests of the shared modules.
if !buildsFirmware {
  package.targets += [
    .target(name: "CBearSSL", linkerSettings: [.linkedLibrary("bearssl")]),
    .systemLibrary(name: "CMbedTLS", path: "Sources/CMbedTLS"),
    .systemLibrary(name: "CLibCBOR", path: "Sources/CLibCBOR"),
    .target(
      name: "AgentCryptoMbedTLS", dependencies: ["TEEPCodec", "TEEPAgent", "AgentCryptoEd25519", "CMbedTLS"],
      swiftSettings: strict),
    .target(
      name: "TEEPTestSupport", dependencies: ["TEEPCodec", "TEEPAgent"],
      path: "Tests/TEEPTestSupport", swiftSettings: strict),
    .testTarget(
      name: "TEEPCodecTests", dependencies: ["TEEPCodec", "TEEPTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "CodecInteropTests", dependencies: ["TEEPCodec", "TEEPTestSupport", "CLibCBOR"],
      exclude: ["Python"],
      swiftSettings: strict),
    .target(
      name: "StoreTestSupport",
      dependencies: ["TEEPAgent", "TEEPCodec", "AgentCryptoBearSSL", "TEEPTestSupport"],
      path: "Tests/StoreTestSupport", swiftSettings: strict),
    .executableTarget(
      name: "store-cuts", dependencies: ["StoreTestSupport", "TEEPAgent", "TEEPTestSupport"],
      path: "Tests/StoreCuts", swiftSettings: strict),
    .testTarget(
      name: "TEEPAgentTests",
      dependencies: [
        "StoreTestSupport", "TEEPAgent", "TEEPCodec", "TEEPLink", "AgentCryptoBearSSL", "AgentCryptoMbedTLS",
        "TEEPTestSupport",
      ],
      swiftSettings: strict),
    .target(
      name: "LinkTestSupport", dependencies: ["TEEPLink", "TEEPTestSupport"], path: "Tests/LinkTestSupport",
      swiftSettings: strict),
    .testTarget(
      name: "TEEPLinkTests", dependencies: ["Checksums", "LinkTestSupport", "TEEPLink", "TEEPTestSupport"],
      swiftSettings: strict),
    .executableTarget(
      name: "link-benchmark", dependencies: ["LinkTestSupport"], path: "Benchmarks/Link",
      swiftSettings: strict),
    .testTarget(
      name: "AgentCryptoTests",
      dependencies: [
        "TEEPAgent", "TEEPCodec", "AgentCryptoMbedTLS", "AgentCryptoBearSSL", "TEEPTestSupport",
      ],
      swiftSettings: strict),
  ]
}

/// The comparison of the codec with libcbor.
if !buildsFirmware {
  package.targets += [
    .target(name: "BenchmarkProgram", path: "Benchmarks/Program", swiftSettings: strict),
    .target(
      name: "LibcborTask", path: "Benchmarks/LibcborTask", linkerSettings: [.linkedLibrary("cbor")]),
    .target(
      name: "CodecComparison", dependencies: ["CodecTask", "LibcborTask", "TEEPCodec", "TEEPTestSupport"],
      path: "Benchmarks/CodecComparison", swiftSettings: strict),
    .target(name: "AllocationCounter", path: "Benchmarks/AllocationCounter"),
    .executableTarget(
      name: "codec-benchmark", dependencies: ["CodecComparison", "BenchmarkProgram"],
      path: "Benchmarks/Codec",
      swiftSettings: strict),
    .executableTarget(
      name: "codec-allocations",
      dependencies: ["CodecComparison", "AllocationCounter", "BenchmarkProgram"],
      path: "Benchmarks/Allocations", swiftSettings: strict),
  ]
}

if buildsFirmware {
  package.products += [
    .executable(name: "firmware", targets: ["Firmware"]),
    .executable(name: "selftest", targets: ["SelfTest"]),
    .executable(name: "benchmark", targets: ["Benchmark"]),
  ]
  package.targets += [
    .target(name: "CBearSSL", dependencies: ["BearSSL"]),
    // Built with the toolset's -Oz; -Os is larger and slower, and -O2 saves a fifth of the time for twice the size.
    // BR_SLOW_MUL15 multiplies in steps: 2.6 KB less text, for a fourth more time and 600 bytes more of stack.
    .target(
      name: "BearSSL", path: ".sources/bearssl", exclude: ["LICENSE.txt", "version"],
      sources: [
        "src/aead/gcm.c", "src/codec/ccopy.c", "src/codec/dec32be.c", "src/codec/dec64be.c",
        "src/codec/enc32be.c", "src/codec/enc64be.c",
        "src/ec/ec_p256_m15.c", "src/ec/ec_secp256r1.c", "src/ec/ec_secp384r1.c", "src/ec/ec_secp521r1.c",
        "src/ec/ecdsa_i15_bits.c", "src/ec/ecdsa_i15_sign_raw.c", "src/ec/ecdsa_i15_vrfy_raw.c",
        "src/hash/ghash_ctmul32.c", "src/hash/sha2big.c", "src/hash/sha2small.c", "src/int", "src/mac/hmac.c",
        "src/rand/hmac_drbg.c", "src/symcipher/aes_ct.c", "src/symcipher/aes_ct_cbcdec.c",
        "src/symcipher/aes_ct_ctr.c", "src/symcipher/aes_ct_dec.c", "src/symcipher/aes_ct_enc.c",
      ],
      publicHeadersPath: "inc",
      cSettings: [
        .headerSearchPath("src"), .define("BR_LOMUL", to: "1"), .define("BR_SLOW_MUL15", to: "1"),
        .define("BR_64", to: "0"),
        .define("BR_INT128", to: "0"), .define("BR_LE_UNALIGNED", to: "0"),
        .define("BR_USE_URANDOM", to: "0"), .define("BR_USE_UNIX_TIME", to: "0"),
      ]),
    .target(name: "CBoard", path: "Embedded/CBoard"),
    .target(name: "CRuntime", path: "Embedded/CRuntime"),
    .target(name: "Board", path: "boards/\(board ?? "")/Board", swiftSettings: strict),
    .target(
      name: "NRF51", dependencies: ["TEEPAgent", "TEEPLink", "CBoard", "CRuntime"], path: "Embedded/NRF51",
      swiftSettings: strict),
    .executableTarget(
      name: "Firmware",
      dependencies: ["TEEPAgent", "TEEPLink", "AgentRuntime", "AgentCryptoBearSSL", "NRF51", "Board"],
      path: "Embedded/Firmware", swiftSettings: strict),
    .executableTarget(
      name: "SelfTest", dependencies: ["TEEPAgent", "TEEPLink", "NRF51", "Board", "CBoard", "CRuntime"],
      path: "Embedded/SelfTest", swiftSettings: strict),
    .executableTarget(
      name: "Benchmark", dependencies: ["TEEPCodec", "CodecTask", "NRF51", "Board", "CBoard", "CRuntime"],
      path: "Embedded/Benchmark", swiftSettings: strict),
  ]
}

/// The application that shows how a board's own code uses what is installed.
if buildsFirmware, let example = Context.environment["EXAMPLE"] {
  package.products.append(.executable(name: "example", targets: ["Example"]))
  package.targets.append(
    .executableTarget(
      name: "Example", dependencies: ["TEEPAgent", "TEEPCodec", "AgentCryptoBearSSL", "NRF51", "Board"],
      path: example, swiftSettings: strict))
}

if buildsServers {
  let argumentParser: Target.Dependency = .product(
    name: "ArgumentParser", package: "swift-argument-parser")
  let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
  let logging: Target.Dependency = .product(name: "Logging", package: "swift-log")
  let httpClient: Target.Dependency = .product(name: "AsyncHTTPClient", package: "async-http-client")
  let hummingbird: Target.Dependency = .product(name: "Hummingbird", package: "hummingbird")
  let hummingbirdCore: Target.Dependency = .product(name: "HummingbirdCore", package: "hummingbird")
  let lifecycle: Target.Dependency = .product(
    name: "ServiceLifecycle", package: "swift-service-lifecycle")
  let signals: Target.Dependency = .product(name: "UnixSignals", package: "swift-service-lifecycle")
  let nio: [Target.Dependency] = [
    .product(name: "NIOCore", package: "swift-nio"),
    .product(name: "NIOHTTP1", package: "swift-nio"),
    .product(name: "NIOPosix", package: "swift-nio"),
  ]

  package.dependencies += [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", from: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", from: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ]
  package.targets += [
    .target(
      name: "TEEPHost",
      dependencies: [
        "TEEPCodec", crypto, .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "SystemPackage", package: "swift-system"), httpClient,
      ] + nio,
      swiftSettings: strict),
    .target(
      name: "TEEPAuthor",
      dependencies: [
        "TEEPCodec", "TEEPHost", "TEEPAgent", "BoardTools", crypto,
        .product(name: "CryptoExtras", package: "swift-crypto"), .product(name: "Yams", package: "Yams"),
      ],
      swiftSettings: strict),
    .target(
      name: "TEEPTAM",
      dependencies: [
        "TEEPCodec", "TEEPHost", crypto, logging, lifecycle, hummingbird, hummingbirdCore, httpClient,
        .product(name: "X509", package: "swift-certificates"),
        .product(name: "SwiftASN1", package: "swift-asn1"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdTLS", package: "hummingbird"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ] + nio,
      swiftSettings: strict),
    .target(
      name: "TEEPBroker",
      dependencies: [
        "TEEPCodec", "TEEPLink", "TEEPHost", "TEEPAgent", logging, lifecycle, httpClient, hummingbird,
        hummingbirdCore, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
        .product(name: "Yams", package: "Yams"),
      ] + nio,
      swiftSettings: strict),
    .target(name: "BoardTools", swiftSettings: strict),
    .executableTarget(
      name: "teep",
      dependencies: ["TEEPAuthor", "TEEPBroker", "TEEPHost", "TEEPCodec", "BoardTools", argumentParser],
      swiftSettings: strict),
    .executableTarget(
      name: "teep-agent",
      dependencies: [
        "TEEPAgent", "TEEPLink", "AgentRuntime", "AgentCryptoMbedTLS", argumentParser, logging,
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "teep-broker",
      dependencies: ["TEEPBroker", "TEEPHost", argumentParser, logging, lifecycle, signals],
      swiftSettings: strict,
      // Relocations in one bit instead of 24 bytes and no names of symbols: 6 MiB less to be loaded into memory.
      linkerSettings: [
        .unsafeFlags(
          [
            "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs", "-Xlinker",
            "--no-export-dynamic",
          ], .when(platforms: [.linux], configuration: .release))
      ]),
    .executableTarget(
      name: "teep-tam",
      dependencies: [
        "TEEPTAM", "TEEPHost", argumentParser, logging, lifecycle, signals,
        .product(name: "NIOSSL", package: "swift-nio-ssl"),
      ],
      swiftSettings: strict),
    .executableTarget(
      name: "device-benchmark",
      dependencies: ["BoardTools", "CodecTask", "TEEPCodec", "TEEPTestSupport", "BenchmarkProgram"],
      path: "Benchmarks/Device", swiftSettings: strict),
    .executableTarget(
      name: "board-tool", dependencies: ["BoardTools", argumentParser], swiftSettings: strict),
    .executableTarget(
      name: "broker-benchmark",
      dependencies: ["TEEPAuthor", "TEEPBroker", "TEEPHost", "TEEPLink", argumentParser],
      path: "Benchmarks/Broker", swiftSettings: strict),
    .testTarget(
      name: "TEEPHostTests", dependencies: ["TEEPHost", "TEEPCodec", "TEEPTestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TEEPAuthorTests",
      dependencies: [
        "TEEPAuthor", "TEEPHost", "TEEPAgent", "TEEPCodec", "AgentCryptoMbedTLS", "TEEPTestSupport",
        "StoreTestSupport", "teep",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "TEEPTAMTests",
      dependencies: [
        "TEEPTAM", "TEEPCodec", "TEEPHost", "TEEPTestSupport", "teep-tam", crypto, logging, lifecycle,
        hummingbird, .product(name: "HummingbirdTesting", package: "hummingbird"),
        .product(name: "CryptoExtras", package: "swift-crypto"),
        .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"), httpClient,
      ] + nio,
      swiftSettings: strict),
    .systemLibrary(name: "CMalloc", path: "Tests/CMalloc"),
    .testTarget(
      name: "SessionTests",
      dependencies: [
        "CMalloc", "TEEPTAM", "TEEPHost", "TEEPAgent", "TEEPCodec", "AgentCryptoMbedTLS", "StoreTestSupport",
        "TEEPTestSupport", logging, .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: strict),
    .target(name: "ClockJumps", path: "Tests/ClockJumps"),
    .testTarget(
      name: "TEEPBrokerTests",
      dependencies: [
        "TEEPBroker", "TEEPCodec", "TEEPLink", "TEEPHost", "TEEPTestSupport", "teep-broker", logging,
        lifecycle, httpClient, hummingbird, .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "NIOSSL", package: "swift-nio-ssl"), .product(name: "Yams", package: "Yams"),
      ] + nio,
      swiftSettings: strict),
    .target(
      name: "BoardTestSupport", dependencies: ["BoardTools", "TEEPLink", "TEEPTestSupport"],
      path: "Tests/BoardTestSupport", swiftSettings: strict),
    .testTarget(
      name: "FirmwareTests",
      dependencies: [
        "BoardTools", "TEEPAgent", "TEEPLink", "TEEPTestSupport", "BoardTestSupport", "board-tool",
      ],
      swiftSettings: strict),
    .testTarget(
      name: "InteropTests",
      dependencies: [
        "TEEPAgent", "TEEPCodec", "TEEPLink", "TEEPHost", "BoardTools", "TEEPTestSupport",
        "StoreTestSupport", "BoardTestSupport", "teep", "teep-tam", "teep-broker", "teep-agent", httpClient,
      ] + nio,
      exclude: ["Python"],
      swiftSettings: strict),
  ]
}

/// ONLY=<target>,… in the environment leaves out whatever the named targets do not need: a short
/// way to build and test one module.
if let only = Context.environment["ONLY"] {
  var kept = Set(only.split(separator: ",").map(String.init))
  var pending = Array(kept)
  while let name = pending.popLast() {
    for dependency in package.targets.first(where: { $0.name == name })?.dependencies ?? [] {
      if case .byNameItem(let needed, _) = dependency, kept.insert(needed).inserted {
        pending.append(needed)
      }
    }
  }
  package.targets.removeAll { !kept.contains($0.name) }
}

/// A library that a test of the broker has preloaded into it.
if package.targets.contains(where: { $0.name == "ClockJumps" }) {
  package.products += [.library(name: "ClockJumps", type: .dynamic, targets: ["ClockJumps"])]
}
