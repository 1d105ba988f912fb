import StoreTestSupport
import TEEPCodec
import TEEPTestSupport
import Testing

@testable import TEEPAgent

/// The capability report (draft-ietf-suit-report-18, section 5) that a TAM gets that asks for SUIT reports.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct CapabilityTests {
  /// A QueryRequest with this token for reports alone: [1, {19: token}, suites, profiles, 8].
  private static let token = "0102030405060708"
  private static let request = [UInt8](
    hexadecimal: "85 01 a1 13 48 \(token) \(TestCipherSuite.offer) 08")
  private static let commands = "95 01 02 03 05 06 07 08 0b 0c 0e 0f 12 13 14 15 16 17 1818 181f 1820 1821"
  private static let parameters = "8d 01 02 03 05 0c 0d 0e 12 13 15 16 17 1818"

  /// The members of the report from the commands on: algorithms are SHA-256, ESP256, Ed25519, HMAC-256, ECDH-ES+A128KW, A128KW,
  /// A128CTR and A128GCM by the registry of COSE; then what is read of envelope, manifest, common and dependencies.
  private static let rest = """
    02 \(commands) 03 \(parameters) 04 88 2f 28 32 05 381c 22 39fffd 01 05 86 02 03 0f 10 12 14
    06 8d 01 02 03 04 05 07 08 09 0f 10 12 14 1818 07 83 01 02 04 0a 81 01
    """

  /// A report on no manifest: {2: token, 3: [], 4: true, 8: capabilities, 99: ["", [-16, SHA-256 of nothing]]}.
  private func report(components: String) -> [UInt8] {
    [UInt8](
      hexadecimal: """
        a5 02 48 \(Self.token) 03 80 04 f5 08 a8 01 \(components) \(Self.rest)
        1863 82 60 82 2f 5820 e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """)
  }

  private func reports(of device: inout TestDevice, to request: [UInt8] = request) throws -> [[UInt8]] {
    let answer = try #require(try device.process(signing: request))
    let message = try TEEPMessage(decoding: answer.span, numbers: .final)
    guard let list = message.list(.suitReports) else { return [] }
    var reader = list.makeReader()
    return try (0..<list.count).map { _ in try [UInt8](copying: reader.byteString()) }
  }

  @Test("A device without any manifest gives it, and after an installation gives it behind the reports")
  func whole() throws {
    var device = try TestDevice()
    #expect(try reports(of: &device) == [report(components: "81 81 f5")])
    let update = try TestEnvelope.update([TestEnvelope().signed(by: device.signer)])
    try #require(device.process(signing: update)?[1] == 4)
    let both = try reports(of: &device)
    #expect(both.count == 2)
    #expect(both.last == report(components: "81 81 f5"))
  }

  @Test("It names what the TAM may manage, with all that begins with it")
  func components() throws {
    var device = try TestDevice(tamIdentifiers: [UInt8](hexadecimal: "82 81 4161 82 4162 4163"))
    #expect(try reports(of: &device) == [report(components: "82 82 4161 f5 83 4162 4163 f5")])
  }

  @Test("Nobody gets it who asks for something else")
  func unasked() throws {
    var device = try TestDevice()
    var request = Self.request
    request[request.count - 1] = 2
    #expect(try reports(of: &device, to: request) == [])
  }

  @Test("The processor knows the commands that it names, and no others", arguments: 0..<64 as Range<Int32>)
  func commands(code: Int32) throws {
    let isNamed = try numbers(Self.commands).contains(code)
    var manifest = TestManifest()
    manifest.name = "m"
    manifest.components = ["a"]
    manifest.sections[.install] = [.select(0), .init(rawCode: UInt64(code), [15])]
    var platform = RecordingPlatform()
    platform.allowsMissing = true
    let result = platform.update(try manifest.signed(by: TestKey("K1")))
    #expect((result == .commandUnsupported) == !isNamed, "\(String(describing: result))")
  }

  @Test("The processor knows the parameters that it names, and no others", arguments: 0..<64 as Range<Int32>)
  func parameters(code: Int32) throws {
    let isNamed = try numbers(Self.parameters).contains(code)
    var manifest = TestManifest()
    manifest.name = "m"
    manifest.components = ["a"]
    manifest.sections[.install] = [
      .select(0), .run([.init(rawCode: 20, .map([(UInt64(code), [0xF4])]))]),
    ]
    var platform = RecordingPlatform()
    platform.allowsMissing = true
    let result = platform.update(try manifest.signed(by: TestKey("K1")))
    #expect(result == (isNamed ? nil : .parameterUnsupported))
  }

  private func numbers(_ list: String) throws -> [Int32] {
    let bytes = [UInt8](hexadecimal: list)
    var reader = CBORReader(bytes.span)
    return try (0..<reader.array()).map { _ in try reader.integer32() }
  }
}
