import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Payloads that the broker fetches.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct FetchTests {
  static let uri = "https://example.org/8d82573a-926d-4754-9353-32dc29997f74.ta"

  @Test("The manifest of TEEP's appendix E.1 fetches its payload and installs it")
  func appendixE1() throws {
    let payload = try Vectors.bytes("teep-appendixE-8d82573a.ta")
    var device = try TestDevice(payloads: [Self.uri: payload])
    let update = try TestEnvelope.update([Vectors.bytes("teep-appendixE-suit_uri.cbor")])
    let answer = try device.process(signing: update)
    #expect(answer?[1] == 4)
    #expect(device.opened == [Self.uri])
    #expect(try device.contents() == payload)
  }

  @Test("8 KiB arrive in pieces of any size", arguments: [1, 3, 4, 48, 64, 1000])
  func largePayload(_ chunkByteCount: Int) throws {
    let uri = "http://tam.example/payload"
    var envelope = TestEnvelope()
    envelope.uri = uri
    envelope.payload = (0..<8192).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    var device = try TestDevice(payloads: [uri: envelope.payload])
    device.setChunkByteCount(chunkByteCount)
    let answer = try device.process(
      signing: TestEnvelope.update([envelope.signed(by: device.signer)]))
    #expect(answer?[1] == 4)
    #expect(try device.contents() == envelope.payload)
    #expect(device.violations == [])
  }

  @Test(
    "A payload that is missing, shorter, longer or another one is refused, and its room is free again",
    arguments: ["missing", "short", "long", "other"])
  func wrongPayload(_ what: String) throws {
    let uri = "http://tam.example/payload"
    var envelope = TestEnvelope()
    envelope.uri = uri
    envelope.payload = Array(repeating: 0x5A, count: 3000)
    var delivered = envelope.payload
    switch what {
    case "short": delivered.removeLast()
    case "long": delivered.append(0x5A)
    default: delivered[1500] ^= 0x80
    }
    var device = try TestDevice(payloads: what == "missing" ? [:] : [uri: delivered])
    let free = try device.freeByteCount
    let answer = try device.process(
      signing: TestEnvelope.update([envelope.signed(by: device.signer)]))
    // [5, {...}, 11]
    #expect(answer?[1] == 5)
    #expect(answer?.last == 11)
    #expect(try device.contents() == nil)
    #expect(try device.freeByteCount == free)
  }

  @Test("A component larger than the store is refused, and the device still works")
  func full() throws {
    let uri = "http://tam.example/payload"
    var envelope = TestEnvelope()
    envelope.uri = uri
    envelope.payload = Array(repeating: 1, count: 40 * 1024)
    var device = try TestDevice(payloads: [uri: envelope.payload])
    let answer = try device.process(
      signing: TestEnvelope.update([envelope.signed(by: device.signer)]))
    #expect(answer?.last == 11)
    #expect(device.opened == [])
    let small = try device.process(
      signing: TestEnvelope.update([TestEnvelope().signed(by: device.signer)]))
    #expect(small?[1] == 4)
  }
}
