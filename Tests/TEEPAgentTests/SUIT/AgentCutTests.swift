import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Power fails while the agent does what an Update says, with real signatures: the next start finds what was before or
/// what is to be, and the same Update then succeeds.
@Suite(
  .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)), .inThisProcess("power to cut"))
struct AgentCutTests {
  /// 204 of all scenarios together, half of them near the commit.
  private static let cutCount = 34

  struct Scenario: Sendable, CustomTestStringConvertible {
    let testDescription: String
    /// The payloads of the Updates before.
    var before: [@Sendable (TestKey) throws -> [UInt8]] = []
    let update: @Sendable (TestKey) throws -> [UInt8]
    /// Encoded identifiers of all components that change.
    let components: [[UInt8]]
  }

  private static func components(_ names: String...) -> [[UInt8]] {
    names.map { TestManifest.identifier($0 + ".bin") }
  }

  private static func chain(
    _ names: [String], _ sequenceNumber: UInt64 = 1
  ) -> @Sendable (TestKey) throws -> [UInt8] {
    { try TestEnvelope.update([TestTree.chain(names, sequenceNumber: sequenceNumber, signer: $0)]) }
  }

  static let scenarios = [
    Scenario(testDescription: "install", update: chain(["a"]), components: components("a")),
    Scenario(
      testDescription: "replace", before: [chain(["a"]), chain(["b"])], update: chain(["a"], 2),
      components: components("a", "b")),
    Scenario(
      testDescription: "install with dependencies", before: [chain(["x"])], update: chain(["a", "b", "c"]),
      components: components("a", "b", "c", "x")),
    Scenario(
      testDescription: "replace with dependencies", before: [chain(["a", "b", "c"])],
      update: chain(["a", "b", "c"], 2), components: components("a", "b", "c")),
    Scenario(
      testDescription: "uninstall with dependencies", before: [chain(["x"]), chain(["a", "b", "c"])],
      update: { _ in try TestEnvelope.update([], unneeded: [TestManifest.identifier("a")]) },
      components: components("a", "b", "c", "x")),
    Scenario(
      testDescription: "encrypted",
      update: { _ in
        try TestEnvelope.update([Vectors.bytes("suit-enc-suit-manifest-es-ecdh-content.cbor")])
      }, components: [[0x81, 0x52] + Array("decrypted-firmware".utf8)]),
  ]

  @Test("Power cuts at random operations of an Update", arguments: scenarios)
  func cuts(_ scenario: Scenario) throws {
    var random = SeededGenerator()
    print("cuts of \(scenario.testDescription): TEEP_SEED=\(random.seed)")
    var device = try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
    for before in scenario.before { try update(before, of: &device) }
    let start = device.flash.snapshot
    let old = try contents(scenario, of: device)
    let message = try device.tam.sign(scenario.update(device.signer))

    let first = device.flash.operationCount
    try #require(try SUITReportReason.reason(of: device.process(message)) == .ok)
    let operationCount = device.flash.operationCount - first
    let new = try contents(scenario, of: device)
    let free = try device.freeByteCount
    try #require(old != new)

    var newCount = 0
    for index in 0..<Self.cutCount {
      let range = index.isMultiple(of: 2) ? 0..<operationCount : operationCount - 20..<operationCount
      device.flash.snapshot = start
      try device.restart()
      let tears: [SimulatedFlash.Tear] = [.nothing, .everything, .half, .bits(seed: random.next())]
      device.flash.cut(
        after: Int.random(in: range, using: &random),
        tears.randomElement(using: &random) ?? .half)
      _ = try device.process(message)
      try #require(!device.flash.isPowered)
      try device.restart()
      let found = try contents(scenario, of: device)
      #expect(found == old || found == new)
      if found == new { newCount += 1 }
      #expect(try SUITReportReason.reason(of: device.process(message)) == .ok)
      #expect(try contents(scenario, of: device) == new)
      #expect(try device.freeByteCount == free)
      #expect(device.violations.isEmpty)
    }
    print("\(Self.cutCount) cuts of \(operationCount) operations, \(newCount) after the commit")
  }

  private func update(
    _ payload: @Sendable (TestKey) throws -> [UInt8], of device: inout TestDevice
  ) throws {
    let update = try payload(device.signer)
    try #require(try SUITReportReason.reason(of: device.process(signing: update)) == .ok)
  }

  private func contents(_ scenario: Scenario, of device: borrowing TestDevice) throws -> [[UInt8]?] {
    var contents: [[UInt8]?] = []
    for component in scenario.components { contents.append(try device.contents(of: component)) }
    return contents
  }
}
