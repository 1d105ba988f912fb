import TEEPAuthor
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

/// The content of the component that replaces a device's trust anchors: what the codec reads out of it is what was
/// described, and what would make a device unreachable is refused.
@Suite struct TrustAnchorsTests {
  private let folder: TemporaryFolder
  private let keys: [String: SigningKey]
  private let board: DeviceBoard

  init() throws {
    folder = try TemporaryFolder()
    board = try DeviceBoard(named: "microbit")
    var keys: [String: SigningKey] = [:]
    for name in ["tam", "signer", "verifier"] {
      let key = try SigningKey(generating: .p256)
      keys[name] = key
      try KeyFile.write(key.verificationKey, to: folder.path(name + ".pub.pem"))
    }
    self.keys = keys
    try FileContents.createPrivate([UInt8](repeating: 0x62, count: 32), at: folder.path("mac.bin"))
  }

  private static let text = """
    tams: [{key: tam.pub.pem, uri: "http://tam.example/tam", components: [teep], needs-attestation: true}]
    signers:
      - {key: signer.pub.pem, components: [TEEP-Device, teep/trust-anchors], rights: [trust-anchors]}
    verifiers: [{key: verifier.pub.pem}]
    """

  private func anchors(_ text: String) throws -> TrustAnchors {
    try TrustAnchors(descriptionAt: folder.write(Array(text.utf8), to: "anchors.yaml"))
  }

  private func error(_ text: String, for board: DeviceBoard? = nil) throws -> ProvisioningError? {
    let anchors = try anchors(text)
    return #expect(throws: ProvisioningError.self) { try anchors.encoded(for: board) }
  }

  @Test("a device reads out of them what is described")
  func content() throws {
    let bytes = try anchors(Self.text).encoded(for: board)
    let set = try TrustAnchorSet(decoding: bytes.span)
    for (kind, name) in [(TrustAnchorKind.tam, "tam"), (.signer, "signer"), (.verifier, "verifier")] {
      #expect(set.count(of: kind) == 1)
      let anchor = try set.anchor(kind, at: 0)
      #expect([UInt8](copying: anchor.publicKey) == keys[name]?.verificationKey.rawRepresentation)
    }
    #expect(try set.anchor(.tam, at: 0).policy == .needsAttestation)
    let signer = try set.anchor(.signer, at: 0)
    #expect(signer.policy == .managesTrustAnchors)
    let component = TrustAnchorSet.componentIdentifier
    #expect([UInt8](copying: component.span) == TrustAnchors.component.encoded)
    #expect(try signer.permits(component.span))
  }

  @Test("what nobody could replace again is refused")
  func unmanaged() throws {
    #expect(try error(Self.text.replacing(", rights: [trust-anchors]", with: "")) == .unmanaged("signer"))
    #expect(try error(Self.text.replacing(", teep/trust-anchors", with: "")) == .unmanaged("signer"))
    let narrow = Self.text.replacing("components: [teep]", with: "components: [tee]")
    #expect(try error(narrow) == .unmanaged("TAM"))
  }

  @Test("the limits of a device are kept")
  func limits() throws {
    let many = (0..<3).map { "{mac-key: mac-\($0).bin, components: [\(String(repeating: "a", count: 400))]}" }
    for index in 0..<3 {
      try FileContents.createPrivate(
        [UInt8](repeating: UInt8(index), count: 32), at: folder.path("mac-\(index).bin"))
    }
    let text = Self.text.replacing("verifiers:", with: many.map { "  - \($0)\n" }.joined() + "verifiers:")
    guard case .anchorsTooLong(let count) = try error(text) else {
      Issue.record("taken")
      return
    }
    #expect(count > 3 * 400)
    try KeyFile.write(SigningKey(generating: .ed25519).verificationKey, to: folder.path("verifier.pub.pem"))
    #expect(try error(Self.text, for: board) == .anchorKeyType("verifier", .ed25519, board))
    _ = try anchors(Self.text).encoded(for: DeviceBoard(named: "nrf51-dk"))
  }

  @Test("a secret among them is known to be one")
  func secret() throws {
    #expect(try !anchors(Self.text).haveSecret)
    let text = Self.text.replacing("verifiers:", with: "  - {mac-key: mac.bin}\nverifiers:")
    #expect(try anchors(text).haveSecret)
  }
}
