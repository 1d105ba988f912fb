import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A TAM that a certificate authority vouches for (RFC 9360, section 2; draft-ietf-teep-protocol-26, section 4.6). OpenSSL
/// makes the certificates.
@Suite(
  .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)),
  .inThisProcess("clock that a test sets"),
  .disabled(if: TestCipherSuite.current != .esp256, "certificates are of P-256 keys alone"))
struct CertificateTests {
  private static let name = "tam.example"
  private let root: TestAuthority
  private let tam: TestKey

  init() throws {
    root = try TestAuthority()
    tam = try TestKey("K3")
  }

  private func provisioning(policy: TrustAnchorPolicy = []) throws -> TestProvisioning {
    var provisioning = try TestProvisioning()
    provisioning.tams = [
      try TestProvisioning.Anchor(
        key: TestKey(authority: root.publicKey()), uri: TestDevice.tamURI,
        policy: policy.union(.certifiesKeys), certifiedName: Self.name)
    ]
    return provisioning
  }

  /// A QueryRequest without token, with an attestation result where it is given.
  private func request(_ result: [UInt8]? = nil) -> [UInt8] {
    let options: [UInt8] = result.map { .map([(6, .byteString($0))]) } ?? .map([])
    return [0x85, 0x01] + options + [UInt8](hexadecimal: "81 81 82 12 28 81 84 2f28381c39fffd 02")
  }

  /// The answer to a QueryRequest that the TAM sends with these certificates.
  private func answer(
    _ certificates: [[UInt8]], days: Int? = 0, keyIdentifier: [UInt8]? = nil
  ) throws -> CertifiedDevice.Answer? {
    var device = try CertifiedDevice(provisioning(), days: days)
    return try device.process(
      tam.sign(request(), certificates: certificates, keyIdentifier: keyIdentifier))
  }

  @Test("A certificate of the authority, by itself or by way of others, is taken", arguments: [0, 1, 7])
  func accepted(_ count: Int) throws {
    var authority = root
    for number in 0..<count { authority = try authority.authority("authority \(number)") }
    let certificates = try authority.certificates(for: tam.publicKey, name: Self.name)
    #expect(certificates.count == count + 1)
    #expect(try answer(certificates)?.type == .queryResponse)
  }

  @Test("More than 8 certificates are refused with ERR_BAD_CERTIFICATE")
  func tooMany() throws {
    var authority = root
    for number in 0..<8 { authority = try authority.authority("authority \(number)") }
    let certificates = try authority.certificates(for: tam.publicKey, name: Self.name)
    #expect(try answer(certificates)?.code == .badCertificate)
  }

  @Test("What leads to no key of the TAM's by the authority is refused with ERR_BAD_CERTIFICATE")
  func refused() throws {
    func refuses(_ certificates: [[UInt8]], _ what: Comment, keyIdentifier: [UInt8]? = nil) throws {
      let answer = try answer(certificates, keyIdentifier: keyIdentifier)
      #expect(answer?.code == .badCertificate, what)
      #expect(answer?.words.isEmpty == false)
    }
    let stranger = try TestAuthority()
    try refuses(stranger.certificates(for: tam.publicKey, name: Self.name), "another authority")
    let other = try TestKey("K2")
    try refuses(root.certificates(for: other.publicKey, name: Self.name), "another key")
    try refuses(root.certificates(for: tam.publicKey, name: "other.example"), "another name")
    let critical = "1.2.3.4=critical,DER:0500"
    try refuses(
      root.certificates(for: tam.publicKey, name: Self.name, extensions: [critical]),
      "a critical extension that nobody knows")
    try refuses(
      root.certificates(for: tam.publicKey, name: Self.name, extensions: ["keyUsage=keyAgreement"]),
      "a key that is not for signatures")
    let noAuthority = try root.authority("no authority", extensions: ["keyUsage=keyCertSign"])
    try refuses(noAuthority.certificates(for: tam.publicKey, name: Self.name), "no basicConstraints")
    let signer = try root.authority(
      "signer", extensions: ["basicConstraints=critical,CA:true", "keyUsage=digitalSignature"])
    try refuses(signer.certificates(for: tam.publicKey, name: Self.name), "no keyCertSign")
    let plain = try root.authority("plain", extensions: ["basicConstraints=critical,CA:true"])
    try refuses(plain.certificates(for: tam.publicKey, name: Self.name), "no keyUsage")
    let last = try root.authority(
      "last", extensions: ["basicConstraints=critical,CA:true,pathlen:0", "keyUsage=keyCertSign"])
    let below = try last.authority("below").certificates(for: tam.publicKey, name: Self.name)
    try refuses(below, "more certificates than an authority permits")
    try refuses([below[0]], "a certificate missing in the middle")
    let good = try root.certificates(for: tam.publicKey, name: Self.name)
    try refuses(good, "a kid of another key", keyIdentifier: other.identifier)
    try refuses([Array(good[0].dropLast())], "a certificate that is not whole")
  }

  @Test("Certificates that have expired or are not valid yet are refused with ERR_CERTIFICATE_EXPIRED")
  func expired() throws {
    let good = try root.certificates(for: tam.publicKey, name: Self.name)
    for days in [-1, 31] { #expect(try answer(good, days: days)?.code == .certificateExpired, "\(days)") }
    #expect(try answer(good, days: nil)?.code == .certificateExpired)
    let short = try root.authority("short", days: 1).certificates(for: tam.publicKey, name: Self.name)
    #expect(try answer(short)?.type == .queryResponse)
    #expect(try answer(short, days: 2)?.code == .certificateExpired)
  }

  @Test("The authority's key itself signs nothing, and a TAM without certificates is none")
  func authorityKey() throws {
    var provisioning = try provisioning()
    provisioning.tams[0].key = tam
    var device = try CertifiedDevice(provisioning)
    #expect(try device.process(tam.sign(request()))?.code == .badCertificate)
  }

  @Test("Certificates beside the signature of a key that is trusted itself are passed over")
  func rawKey() throws {
    let stranger = try TestAuthority().certificates(for: tam.publicKey, name: Self.name)
    var device = try TestDevice()
    #expect(try device.process(tam.sign(request(), certificates: stranger))?[1] == 2)
    var second = try CertifiedDevice(TestProvisioning(), days: 31)
    #expect(try second.process(tam.sign(request(), certificates: stranger))?.type == .queryResponse)
  }

  @Test("A port that validates no certificates trusts none")
  func withoutValidation() throws {
    let good = try root.certificates(for: tam.publicKey, name: Self.name)
    var provisioning = try provisioning()
    provisioning.tams.append(TestProvisioning.Anchor(key: try TestKey("K2"), uri: TestDevice.tamURI))
    var device = try TestDevice(provisioning)
    device.agent.device.secondsSince1970 = 1_900_000_000
    let answer = try #require(try device.process(tam.sign(request(), certificates: good)))
    let message = try TEEPMessage(decoding: answer.span, numbers: .final)
    #expect(message.errorCode == .badCertificate)
  }
}
