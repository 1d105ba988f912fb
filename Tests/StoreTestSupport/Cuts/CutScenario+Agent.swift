import AgentCryptoBearSSL
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

extension CutScenario {
  /// What an agent does for whole Updates, of which it checks and answers each.
  static func ofAgent() throws -> [CutScenario] {
    let neighbour = try Step.install(TestTree.leaf("neighbour"))
    let (chain, next) = (["a", "b", "c"], TestTree.leaf("a", 2, content: .pattern(30, 1)))
    let first = try Step.install(TestTree.leaf("a"))
    return [
      try CutScenario("an install", after: [], update: first),
      try CutScenario("a replacement", after: [first, neighbour], update: .install(next)),
      try CutScenario(
        "4 KiB that come in the message", after: [neighbour],
        update: .install(TestTree.leaf("a", content: .pattern(4096, 2), uri: "#a"))),
      try CutScenario(
        "4 KiB that come by URI, in place of others", after: [first, neighbour],
        update: .install(TestTree.leaf("a", 2, content: .pattern(4096, 3), uri: "coaps://example.com/a"))),
      try CutScenario("a root with its dependencies", after: [neighbour], update: .install(chain: chain)),
      try CutScenario(
        "a replacement with its dependencies", after: [.install(chain: chain), neighbour],
        update: .install(chain: chain, 2)),
      try CutScenario("a removal", after: [first, neighbour], update: .remove(["a"])),
      try CutScenario(
        "a removal with its dependencies", after: [.install(chain: chain), neighbour],
        update: .remove(chain)),
      try CutScenario("an encrypted payload", after: [neighbour], update: .install(encrypted())),
      try CutScenario("other trust anchors", after: [neighbour], update: trustAnchors()),
      try CutScenario("a removal and two installs", after: [first, neighbour], update: three()),
      try rootBegunAnew(beside: neighbour), try spaceMade(),
      try CutScenario(
        large: "48 KiB that come in the message", after: [first, neighbour],
        update: TestTree.leaf("a", 2, content: .pattern(48 << 10, 4), uri: "#a")),
      try CutScenario(
        large: "100 KiB that come by URI", after: [first, neighbour],
        update: TestTree.leaf("a", 2, content: .pattern(100 << 10, 5), uri: "coaps://example.com/a")),
    ]
  }

  /// In a store like that of an nRF51822.
  private init(large name: String, after before: [Step], update manifest: TestManifest) throws {
    try self.init(name, after: before, update: .install(manifest))
    (isSmall, pageCount) = (false, 176)
  }

  /// A payload of 300 bytes in CTR mode, under a key that is wrapped with the device's.
  private static func encrypted() throws -> TestManifest {
    let (key, counter, content) = ([UInt8].pattern(16, 6), [UInt8].pattern(16, 7), [UInt8].pattern(300, 8))
    let keyEncryptionKey = SweptDevice.keyEncryptionKey
    var (wrapped, ciphertext) = ([UInt8](repeating: 0, count: 24), content)
    var wrappedSpan = wrapped.mutableSpan
    var ciphertextSpan = ciphertext.mutableSpan
    guard
      UnsafeCrypto.wrap(key.span, keyEncryptionKey: keyEncryptionKey.span, into: &wrappedSpan),
      var cipher = UnsafeCrypto.AES128CTR(key: key.span, initializationVector: counter.span)
    else { throw CutSweep.Violation(description: "the payload cannot be encrypted") }
    cipher.decrypt(&ciphertextSpan)
    cipher.finish()
    // COSE_Encrypt with one recipient (draft-ietf-suit-firmware-encryption-24, section 6.1).
    let recipient: [UInt8] = .array([
      .byteString([]),
      .map([(1, .negative(-3)), (4, .byteString(SweptDevice.keyEncryptionKeyIdentifier))]),
      .byteString(wrapped),
    ])
    let message: [UInt8] = .array([
      .byteString([]), .map([(1, .negative(-65534)), (5, .byteString(counter))]), [0xF6], .array([recipient]),
    ])
    var manifest = TestTree.leaf("a", content: content)
    manifest.sections[.install] = [
      .select(0),
      .set([
        (.imageDigest, TestManifest.digest(of: content)), (.content, .byteString(ciphertext)),
        (.encryptionInfo, .byteString([0xD8, 0x60] + message)),
      ]), .init(.directiveWrite), .init(.conditionImageMatch),
    ]
    return manifest
  }

  /// The anchors are a component, and a content of the store as well.
  private static func trustAnchors() throws -> Step {
    let anchors = try SweptDevice.trustAnchors()
    let identifier: [UInt8] = .array([.byteString(.name("teep")), .byteString(.name("trust-anchors"))])
    var manifest = TestTree.leaf("anchors", content: anchors)
    manifest.encodedComponents = [identifier]
    let install: StoreChange = .put(
      TestManifest.identifier("anchors"), 1, manifest.manifest, [(identifier, anchors)],
      dependencies: [TestManifest.identifier("anchors")])
    return Step(
      [[install, .trust(anchors)]], by: try AgentStep([manifest.signed(by: SweptDevice.signer)]))
  }

  /// Each of the three is a commit of its own: an Update of several is a sequence of units.
  private static func three() throws -> Step {
    let others = [TestTree.leaf("b"), TestTree.leaf("c", content: .pattern(1300, 1))]
    return Step(
      [[.remove(TestManifest.identifier("a"))]] + others.map { [$0.installation] },
      by: try AgentStep(
        others.map { try $0.signed(by: SweptDevice.signer) }, unneeded: [TestManifest.identifier("a")]))
  }

  /// 255 entries fill a root page, the first of them by the provisioning.
  private static func rootBegunAnew(beside neighbour: Step) throws -> CutScenario {
    let before = try (1..<254).map { try Step.install(TestTree.leaf("a", $0)) }
    return try CutScenario(
      "a commit that begins the root anew", after: [neighbour] + before,
      update: .install(TestTree.leaf("a", 254)))
  }

  /// As many pages are free as the slot needs, but not in a row until what lies between them is moved, in a commit of its
  /// own.
  private static func spaceMade() throws -> CutScenario {
    let before = try ["b", "c", "d"].map { try Step.install(TestTree.leaf($0)) }
    let manifest = TestTree.leaf("a", content: .pattern(4000, 2), uri: "coaps://example.com/a")
    let agent = try AgentStep(installing: manifest)
    let update = Step(agent.countingCommits + [[], [manifest.installation]], by: agent)
    var scenario = try CutScenario("an install for which others are moved", after: before, update: update)
    scenario.pageCount = 19
    return scenario
  }
}

extension CutScenario.Step {
  /// An Update with one manifest.
  static func install(_ manifest: TestManifest) throws -> Self {
    let agent = try AgentStep(installing: manifest)
    return Self(agent.countingCommits + [[manifest.installation]], by: agent)
  }

  /// An Update with a manifest and all those that it depends on, in one commit.
  static func install(chain names: [String], _ sequenceNumber: UInt64 = 1) throws -> Self {
    let manifests = try TestTree.manifests(
      names, sequenceNumber: sequenceNumber, signer: SweptDevice.signer)
    var changes = manifests.map { $0.installation(isRoot: false) }
    changes[0] = manifests[0].installation
    return Self([changes], by: try AgentStep(installing: manifests[0]))
  }

  /// An Update without the first manifest of `names`, with which all of them go.
  static func remove(_ names: [String]) throws -> Self {
    let identifiers = names.map(TestManifest.identifier)
    return Self(
      [identifiers.map { .remove($0) }], by: try AgentStep(unneeded: Array(identifiers.prefix(1))))
  }
}
