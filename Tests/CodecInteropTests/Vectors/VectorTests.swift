import TEEPCodec
import TEEPTestSupport
import Testing

/// Every file of the examples is of a kind that the tests know, and is CBOR that the codec writes as it was.
@Suite("Examples", .enabled(if: Vectors.areAvailable, "\(Vectors.absence)"))
struct VectorTests {
  @Test("are all of a known kind")
  func kinds() {
    #expect(Vector.files.filter { $0.vector == nil }.map(\.name) == [])
    #expect(Vector.files.count >= 76)
  }

  static let encoded: [Vector] = Vector.those { kind in
    switch kind {
    case .message, .signedMessage, .envelope, .encryptionInfo, .benchmark: true
    case .ciphertext, .component, .other: false
    }
  }

  @Test("keep the rules of every item, and are written as they were read", arguments: encoded)
  func items(vector: Vector) throws {
    let bytes = try vector.bytes()
    let rules: StrictnessRules = [.everyItem, .uniqueKeys, .noTrailingBytes]
    #expect(try CBORItemWalker(rules).walk(bytes.span) == bytes.count)
    var reader = CBORReader(bytes.span)
    let item = try Item(&reader)
    let written = try [UInt8](encoding: { (writer) throws(EncodeError) in try item.write(into: &writer) })
    #expect(written == bytes)
    let tree: String = try Python.pyca.answer("tree", [bytes])
    #expect(tree == item.notation)
  }

  static let messages: [Vector] = Vector.those { if case .message = $0 { true } else { false } }

  @Test("that are messages are encoded again to the deterministic bytes, as cbor2 does", arguments: messages)
  func message(vector: Vector) throws {
    guard case .message(let numbers) = vector.kind else { return }
    let bytes = try vector.bytes()
    let message = try TEEPMessage(decoding: bytes.span, numbers: numbers)
    var output = [UInt8](repeating: 0, count: bytes.count)
    let count = try message.encode(numbers: numbers, into: output.mutableSpan)
    let canonical: String = try Python.pyca.answer("encode", [bytes, [1]])
    #expect(Array(output[..<count]).hexadecimal == canonical)
    // Those of the draft's appendix have their options in another order.
    if (try? CBORItemWalker(.all).walk(bytes.span)) != nil { #expect(output == bytes) }
    if vector.name.hasPrefix("signed/") { #expect(output == bytes) }
  }

  static let benchmarks: [Vector] = Vector.those { if case .benchmark = $0 { true } else { false } }

  @Test("for benchmarks, whose signatures are filler, are read down to each envelope", arguments: benchmarks)
  func benchmark(vector: Vector) throws {
    let bytes = try vector.bytes()
    let signed = try COSESigned(decoding: bytes.span)
    let content = [UInt8](present: signed.payload) ?? []
    let message = try TEEPMessage(decoding: content.span, numbers: .legacy)
    guard let list = message.list(.manifestList) else { return }
    var reader = list.makeReader()
    #expect(list.count > 0)
    for _ in 0..<list.count {
      let envelope = try SUITEnvelope(decoding: try reader.byteString())
      let manifest = try SUITManifest(decoding: envelope.manifest)
      let common = try manifest.common()
      let digest = [UInt8](try envelope.digest.bytes)
      #expect(common.componentCount > 0 && digest.count == 32)
    }
  }
}
