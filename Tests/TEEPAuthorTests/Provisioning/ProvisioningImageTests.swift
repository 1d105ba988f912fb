import Foundation
import TEEPAuthor
import TEEPHost
import TEEPTestSupport
import Testing

@Suite("The image of a new device's store", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct ProvisioningImageTests {
  private static let uri = "http://127.0.0.1:8080/tam"
  private let device: SigningKey
  private let tam: VerificationKey
  private let signer: VerificationKey
  private let board: DeviceBoard
  private let deviceClass = DeviceClass(
    vendorIdentifier: UUID.vendor(domain: "teep.example"),
    classIdentifier: UUID.deviceClass("model-1", vendor: UUID.vendor(domain: "teep.example")))

  init() throws {
    device = try SigningKey(
      type: .p256, privateRepresentation: [UInt8](hexadecimal: Vectors.key("K7")["d"] ?? ""))
    tam = try Self.publicKey("K3")
    signer = try Self.publicKey("K1")
    board = try DeviceBoard(named: "microbit")
  }

  private static func publicKey(_ name: String) throws -> VerificationKey {
    let key = try Vectors.key(name)
    return try VerificationKey(
      type: .p256, rawRepresentation: [UInt8](hexadecimal: (key["x"] ?? "") + (key["y"] ?? "")))
  }

  private func image(_ change: (inout ProvisioningRequest.Draft) -> Void = { _ in }) throws -> [UInt8] {
    var draft = ProvisioningRequest.Draft()
    draft.deviceKey = device
    draft.tams = [ProvisioningRequest.Anchor(key: tam, uri: Self.uri)]
    draft.signers = [ProvisioningRequest.Anchor(key: signer)]
    draft.deviceClass = deviceClass
    change(&draft)
    return try draft.finished().image(for: board)
  }

  /// The content by the CDDL of its specification, put together by hand from the published keys.
  private func content(
    tam moreOfTAM: String = "", signer moreOfSigner: String = "", members: (Int, Int) = (4, 3)
  ) throws -> [UInt8] {
    let (k7, k3, k1) = try (Vectors.key("K7"), Vectors.key("K3"), Vectors.key("K1"))
    let uri = "0478" + String(Self.uri.utf8.count, radix: 16) + Array(Self.uri.utf8).hexadecimal
    func anchor(_ key: [String: String], _ members: Int) -> String {
      "81a\(members)0128025840" + (key["x"] ?? "") + (key["y"] ?? "") + "035820" + (key["thumbprint"] ?? "")
    }
    return [UInt8](
      hexadecimal: "a60101" + "02a30128025820" + (k7["d"] ?? "") + "035820" + (k7["thumbprint"] ?? "") + "03"
        + anchor(k3, members.0) + uri + moreOfTAM + "04" + anchor(k1, members.1) + moreOfSigner
        + "0550c0ddd5f15243566087db4f5b0aa26c2f" + "0650" + deviceClass.classIdentifier.bytes.hexadecimal)
  }

  @Test("two root pages, two directories with the content and its CRC-32 as gzip has it; then erased flash")
  func layout() throws {
    let image = try image()
    let content = try content()
    #expect(image.count == 156 * 1024)
    // The record: kind 0x40, length, content, filled up to whole words.
    let record =
      [0x40, UInt8(content.count & 0xFF), UInt8(content.count >> 8), 0] + content
      + [UInt8](repeating: 0, count: (4 - content.count % 4) % 4)
    let byteCount = 12 + record.count
    let guarded = [UInt8(byteCount & 0xFF), UInt8(byteCount >> 8), 0, 0, 1, 0, 0, 0] + record
    // RFC 1952, section 2.3.1: a gzip file ends in the CRC-32 and the length of what it holds, little endian.
    let checksum = try Command("gzip").run(["-c"], input: guarded).output.suffix(8).prefix(4)
    let root = Array("TP".utf8) + [2, 0, 2, 3, 0xFD, 0xFC]
    for (page, bytes) in [root, root, checksum + guarded, checksum + guarded].enumerated() {
      let expected = bytes + [UInt8](repeating: 0xFF, count: 1024 - bytes.count)
      #expect(Array(image[page * 1024..<(page + 1) * 1024]) == expected, "page \(page)")
    }
    #expect(image[4096...].allSatisfy { $0 == 0xFF })
  }

  @Test("vendor, class and identifiers of an anchor are members 5, 6 and 7 of its CDDL")
  func restrictions() throws {
    let image = try image { draft in
      let components = [ComponentIdentifier(segments: [[1], [2, 3]])]
      draft.tams = [ProvisioningRequest.Anchor(key: tam, uri: Self.uri, components: components)]
      draft.signers = [
        ProvisioningRequest.Anchor(key: signer, deviceClass: deviceClass, components: components)
      ]
    }
    let identifiers = "0781824101420203"
    let expected = try content(
      tam: identifiers,
      signer: "0550c0ddd5f15243566087db4f5b0aa26c2f" + "0650"
        + deviceClass.classIdentifier.bytes.hexadecimal + identifiers, members: (5, 6))
    // After the two root pages and the four words before the content.
    #expect(Array(image[2064..<2064 + expected.count]) == expected)
  }

  @Test("the key that a device is to make is one of ESP256 whose private key and thumbprint are zeros")
  func deviceMakesKey() throws {
    let image = try image { draft in
      draft.deviceKey = nil
      draft.deviceMakesKey = true
    }
    var expected = try content()
    // Behind a60101 02a3 0128 025820, and behind that 035820.
    for place in [10..<42, 45..<77] { for index in place { expected[index] = 0 } }
    #expect(Array(image[2064..<2064 + expected.count]) == expected)
  }

  @Test("what a device cannot work with is refused")
  func refused() throws {
    let other = ProvisioningRequest.Anchor(key: signer, uri: "https://[::1]/tam")
    func error(_ change: (inout ProvisioningRequest.Draft) -> Void) -> ProvisioningError? {
      do {
        _ = try image(change)
        return nil
      } catch { return error as? ProvisioningError }
    }
    let ed25519 = try SigningKey(generating: .ed25519)
    #expect(error { $0.deviceKey = ed25519 } == .deviceKeyType(.ed25519, board))
    #expect(error { $0.deviceKey = nil } == .missing("device key", "device-key or --device-makes-key"))
    #expect(error { $0.deviceClass = nil } != nil)
    #expect(error { $0.tams = [] } == .noAnchor("TAM"))
    #expect(error { $0.signers = [] } == .noAnchor("signer"))
    #expect(error { $0.signers += $0.signers } == .repeatedKey("signer"))
    #expect(error { $0.tams += [other] } == nil)
    for uri in [
      "", "127.0.0.1:8080", "ftp://host/", "http:///tam", "https://h/" + String(repeating: "a", count: 503),
    ] {
      #expect(error { $0.tams = [.init(key: tam, uri: uri)] } == .badURI(uri))
    }
    #expect(error { $0.tams = [.init(key: tam, uri: nil)] } == .badURI(""))
    let keys = try (0..<9).map { _ in try SigningKey(generating: .p256).verificationKey }
    #expect(error { $0.signers = keys.map { .init(key: $0) } } == .tooManyAnchors("signer"))
    // Eight anchors of more than 256 bytes are more than the 2032 bytes that a copy has room for.
    let long = "http://h/" + String(repeating: "a", count: 300)
    let content = error { $0.tams = keys.prefix(8).map { .init(key: $0, uri: long) } }
    guard case .tooLong(let count) = content else {
      Issue.record("not too long")
      return
    }
    #expect(count > 2032)
  }

  @Test("a description says it all, with files relative to it")
  func description() throws {
    let folder = try TemporaryFolder()
    try KeyFile.write(device, to: folder.path("agent.pem"))
    try KeyFile.write(tam, to: folder.path("tam.pub.pem"))
    try KeyFile.write(signer, to: folder.path("signer.pub.pem"))
    let text = """
      device-key: agent.pem
      vendor-domain: teep.example
      class-name: model-1
      tams: [{key: tam.pub.pem, uri: "\(Self.uri)", components: [0x01/0x0203]}]
      signers:
        - {key: signer.pub.pem, vendor-domain: teep.example, class-name: model-1, components: [0x01/0x0203]}
      """
    let path = try folder.write(Array(text.utf8), to: "device.yaml")
    let described = try ProvisioningRequest.Draft(descriptionAt: path).finished().image(for: board)
    let expected = try image { draft in
      let components = [ComponentIdentifier(segments: [[1], [2, 3]])]
      draft.tams = [ProvisioningRequest.Anchor(key: tam, uri: Self.uri, components: components)]
      draft.signers = [
        ProvisioningRequest.Anchor(key: signer, deviceClass: deviceClass, components: components)
      ]
    }
    #expect(described == expected)

    let wrong = text.replacing("uri:", with: "url:")
    try folder.write(Array(wrong.utf8), to: "device.yaml")
    let error = #expect(throws: FileError.self) { try ProvisioningRequest.Draft(descriptionAt: path) }
    #expect(
      error?.problem == "the field 'tams.0.url': there is no such field; there are key, uri, components, "
        + "certificate-authority, certificate-name, key-agreement-key, needs-attestation, number-dialect")
  }
}
