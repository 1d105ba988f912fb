import Foundation
import TEEPCodec
import TEEPTestSupport
import Testing

/// Every published envelope, read and written again.
@Suite("Every envelope of the examples", .needsVectors) struct ReencodingTests {
  private static let names: [String] = {
    let paths = (try? FileManager.default.contentsOfDirectory(atPath: Vectors.folder.path)) ?? []
    let kinds = ["teep-appendixE-suit", "suit-manifest-37-", "suit-td-", "suit-enc-suit-manifest-"]
    return paths.sorted().filter { path in kinds.contains(where: path.hasPrefix) }
  }()

  @Test("is there") func complete() { #expect(Self.names.count == 17) }

  @Test("is written again to the same bytes", arguments: names)
  func reencoded(_ name: String) throws {
    let bytes = try Vectors.bytes(name)
    #expect(try Reencoding.ofEnvelope(bytes).hexadecimal == bytes.hexadecimal)
  }

  @Test("has the digest that its wrapper says, and so has what is severed from it", arguments: names)
  func digests(_ name: String) throws {
    let bytes = try Vectors.bytes(name)
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let expected = [UInt8](try envelope.digest.bytes).hexadecimal
    #expect(try sha256([UInt8](envelope.wrappedManifest)) == expected)
    let manifest = try SUITManifest(decoding: envelope.manifest)
    for index in 0..<envelope.memberCount {
      let member = try envelope.member(at: index)
      guard let key = member.key.flatMap({ UInt8(exactly: $0) }),
        let severed = SUITSeverableMember.of(key: key)
      else { continue }
      let value = try sha256([UInt8](member.value.bytes))
      if case .sequence(let section) = severed {
        guard let digest = try manifest.severedDigest(section) else { continue }
        #expect(value == [UInt8](digest.bytes).hexadecimal)
      } else if let digest = try manifest.severedTextDigest() {
        #expect(value == [UInt8](digest.bytes).hexadecimal)
      }
    }
  }

  @Test(
    "with a MAC gives it by its block",
    arguments: ["aes-kw", "aes-kw-slot", "aes-kw-content"])
  func mac(_ name: String) throws {
    let bytes = try Vectors.bytes("suit-enc-suit-manifest-\(name).cbor")
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let mac = try envelope.mac(at: 0)
    #expect(mac.algorithm == .hmac256)
    let signed = refusal { () throws(DecodeError) in _ = try envelope.block(at: 0) }
    #expect(signed?.reason == .unsupported)
  }
}
