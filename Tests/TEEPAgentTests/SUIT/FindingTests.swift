import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What a report says that a failed condition found (draft-ietf-suit-report-18, section 4), where the reporting policy of the
/// condition asks for it (draft-ietf-suit-manifest-37, section 8.4.7).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct FindingTests {
  /// The record of the report in the answer to an envelope, as bytes: what is behind key 6 of its result.
  private func record(_ envelope: TestEnvelope) throws -> String {
    var device = try TestDevice()
    let update = try TestEnvelope.update([envelope.signed(by: device.signer)])
    let answer = try #require(try device.process(signing: update)).hexadecimal
    // {…, 4: {5: code, 6: record, 7: condition-failed}, 99: …}
    let start = try #require(answer.firstRange(of: "04a305")).upperBound
    let end = try #require(answer[start...].firstRange(of: "070a1863")).lowerBound
    return String(answer[start..<end])
  }

  private static let own = TestEnvelope()
  /// What was fetched: SHA-256 of "Hello, Secure World!" by another implementation, and its 20 bytes.
  private static let image =
    "a203582482 2f5820 8cf71ac86af31be184ec7a05a411a8c3a14fd9b77a30d046397481469468ece8 0e14"

  @Test("image-match: digest and size of the image that was there")
  func image() throws {
    var envelope = TestEnvelope()
    envelope.digest = [UInt8](repeating: 1, count: 32)
    // Section install, offset 10: behind the array, the directive with its map {21: "#tc"} and fetch.
    let found = try record(envelope)
    #expect(found == "03 06 85 80 14 0a 00".filter { $0 != " " } + Self.image.filter { $0 != " " })
  }

  @Test("vendor and class: the device's own", arguments: [1, 2])
  func identity(code: UInt8) throws {
    var envelope = TestEnvelope()
    if code == 1 { envelope.vendor[0] ^= 1 } else { envelope.deviceClass[0] ^= 1 }
    let own = code == 1 ? Self.own.vendor : Self.own.deviceClass
    #expect(try record(envelope).hasSuffix("a10\(code)50" + own.hexadecimal))
  }

  @Test("a condition that is not asked says nothing", arguments: [0, 1, 2, 4, 7] as [UInt64])
  func policy(policy: UInt64) throws {
    var envelope = TestEnvelope()
    envelope.digest = [UInt8](repeating: 1, count: 32)
    envelope.install = [21, 15, 3, policy]
    #expect(try record(envelope).hasSuffix("140a00a0"))
    envelope.install = [21, 15, 3, policy | 8]
    #expect(try record(envelope).hasSuffix(Self.image.filter { $0 != " " }))
  }

  @Test("a condition that has nothing to compare with says nothing")
  func nothing() throws {
    var envelope = TestEnvelope()
    // No image has been fetched yet.
    envelope.install = [3, 15, 21, 15]
    #expect(try record(envelope).hasSuffix("140800a0"))
  }
}
