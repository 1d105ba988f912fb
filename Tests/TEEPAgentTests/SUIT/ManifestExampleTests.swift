import TEEPCodec
import TEEPTestSupport
import Testing

@testable import TEEPAgent

/// The examples of draft-ietf-suit-manifest-37, appendix B, command by command; what they have to do is read from them by
/// hand.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct ManifestExampleTests {
  private static let first = [UInt8](
    hexadecimal: "00112233445566778899aabbccddeeff0123456789abcdeffedcba9876543210")
  private static let second = [UInt8](
    hexadecimal: "0123456789abcdeffedcba987654321000112233445566778899aabbccddeeff")
  private typealias Image = RecordingPlatform.Image

  private func platform() -> RecordingPlatform {
    var platform = RecordingPlatform()
    platform.vendor = [UInt8](hexadecimal: "fa6b4a53d5ad5fdfbe9de663e4d41ffe")
    platform.deviceClass = [UInt8](hexadecimal: "1492af1425695e48bf429b2d51f2ab45")
    return platform
  }

  private func example(_ number: Int) throws -> [UInt8] {
    try Vectors.bytes("suit-manifest-37-example\(number).cbor")
  }

  @Test("0: secure boot")
  func example0() throws {
    var platform = platform()
    platform.images[[0x81, 0x41, 0x00]] = Image(size: 34768, digest: Self.first)
    let result = platform.invoke(try example(0))
    #expect(result == nil)
    #expect(
      platform.log == [
        "authorize 0", "vendor", "deviceClass", "image 814100", "vendor", "deviceClass", "invoke 814100",
      ])
  }

  @Test("1: simultaneous download and installation")
  func example1() throws {
    var platform = platform()
    platform.payloads["http://example.com/file.bin"] = Image(size: 34768, digest: Self.first)
    let result = platform.update(try example(1))
    #expect(result == nil)
    #expect(
      platform.log == [
        "authorize 1", "vendor", "deviceClass", "fetch 814100 http://example.com/file.bin", "image 814100",
        "vendor", "deviceClass", "image 814100",
      ])
  }

  @Test("2: the same with severed fields")
  func example2() throws {
    var platform = platform()
    let uri = "http://example.com/very/long/path/to/file/file.bin"
    platform.payloads[uri] = Image(size: 34768, digest: Self.first)
    let bytes = try example(2)
    #expect(platform.update(bytes) == nil)
    #expect(platform.log[3] == "fetch 814100 \(uri)")
    // The digest in the manifest is that of the severed section: one changed byte of it is seen.
    var changed = bytes
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("file.bin".utf8)) })
    changed[place] ^= 1
    var other = self.platform()
    #expect(other.update(changed) == .severingUnsupported)
  }

  @Test("3: two slots", arguments: [0, 1])
  func example3(_ slot: Int) throws {
    var platform = platform()
    platform.slot = UInt64(slot)
    platform.payloads["http://example.com/file1.bin"] = Image(size: 34768, digest: Self.first)
    platform.payloads["http://example.com/file2.bin"] = Image(size: 76834, digest: Self.second)
    #expect(platform.update(try example(3)) == nil)
    let slots = slot == 0 ? ["slot 814100 0"] : ["slot 814100 0", "slot 814100 1"]
    let shared = slots + ["vendor", "deviceClass"]
    #expect(
      platform.log == ["authorize 3"] + shared + slots
        + ["fetch 814100 http://example.com/file\(slot + 1).bin", "image 814100"] + shared + ["image 814100"])
  }

  @Test("3: a slot that no branch has fails with the last condition")
  func otherSlot() throws {
    var platform = platform()
    platform.slot = 2
    #expect(platform.update(try example(3)) == .conditionFailed)
    #expect(platform.procedure.command.code == SUITCommandCode.conditionComponentSlot.rawValue)
  }

  @Test("4: load from external storage")
  func example4() throws {
    var platform = platform()
    platform.payloads["http://example.com/file.bin"] = Image(size: 34768, digest: Self.first)
    let bytes = try example(4)
    #expect(platform.update(bytes) == nil)
    #expect(
      platform.log.filter { !["vendor", "deviceClass"].contains($0) } == [
        "authorize 4", "fetch 814102 http://example.com/file.bin", "image 814102", "copy 814100 814102",
        "image 814100", "image 814100",
      ])
    // What is loaded is said to be another image than the one that is copied: the condition behind the copy sees it.
    #expect(platform.invoke(bytes) == .conditionFailed)
    #expect(platform.log.suffix(2) == ["copy 814101 814100", "image 814101"])
  }

  @Test("5: two images")
  func example5() throws {
    var platform = platform()
    platform.payloads["http://example.com/file1.bin"] = Image(size: 34768, digest: Self.first)
    platform.payloads["http://example.com/file2.bin"] = Image(size: 76834, digest: Self.second)
    let bytes = try example(5)
    #expect(platform.update(bytes) == nil)
    #expect(
      platform.log.filter { !["vendor", "deviceClass"].contains($0) } == [
        "authorize 5", "fetch 814100 http://example.com/file1.bin", "image 814100",
        "fetch 814101 http://example.com/file2.bin", "image 814101", "image 814100", "image 814101",
      ])
    #expect(platform.invoke(bytes) == nil)
    #expect(platform.log.last == "invoke 814100")
  }
}
