import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A store of 40 pages and components of 25.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct ReplacementRoomTests {
  private static let uris = ["http://tam.example/1", "http://tam.example/2"]
  private static let payloads = [UInt8(1), 2].map { [UInt8](repeating: $0, count: 25 << 10) }

  private func version(_ index: Int) -> TestEnvelope {
    var envelope = TestEnvelope()
    envelope.sequenceNumber = UInt64(index + 1)
    (envelope.uri, envelope.payload) = (Self.uris[index], Self.payloads[index])
    return envelope
  }

  @Test("A replacement needs room for the old and the new, unless the same Update removes the old one first")
  func replacement() throws {
    var device = try TestDevice(
      payloads: Dictionary(uniqueKeysWithValues: zip(Self.uris, Self.payloads)), pageCount: 40)
    let first = try version(0).signed(by: device.signer)
    let second = try version(1).signed(by: device.signer)
    #expect(try device.process(signing: TestEnvelope.update([first]))?[1] == 4)

    let refusal = try device.process(signing: TestEnvelope.update([second]))
    // [5, {...}, 11]
    #expect(refusal?[1] == 5)
    #expect(refusal?.last == 11)
    #expect(try device.contents() == Self.payloads[0])

    let unneeded = [TestEnvelope().manifest]
    #expect(try device.process(signing: TestEnvelope.update([second], unneeded: unneeded))?[1] == 4)
    #expect(try device.contents() == Self.payloads[1])
    #expect(device.violations == [])
  }
}
