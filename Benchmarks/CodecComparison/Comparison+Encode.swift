import CodecTask
import LibcborTask
import TEEPCodec
import TEEPTestSupport

extension Comparison {
  /// Room for the message.
  private typealias Room = InlineArray<512, UInt8>

  /// Encoding of a QueryResponse of `bench/`, once both codecs have made its very bytes.
  public init(encoding name: String) throws {
    let message = try Vectors.bytes("bench/\(name).cbor")
    let parts = try ResponseParts(message.span)
    for (codec, encode) in [("TEEPCodec", Self.encodeByTEEPCodec), ("libcbor", Self.encodeByLibcbor)] {
      var encoded = Room(repeating: 0)
      let count = try encode(parts, message, 1, &encoded)
      guard count == message.count, message.indices.allSatisfy({ encoded[$0] == message[$0] }) else {
        throw Disagreement("\(codec) does not encode the bytes of \(name)")
      }
    }
    self.init(
      message: name, task: "encode", byteCount: message.count,
      teepCodec: { repetitions in
        var room = Room(repeating: 0)
        _ = try Self.encodeByTEEPCodec(parts, of: message, repetitions: repetitions, into: &room)
      },
      libcbor: { repetitions in
        var room = Room(repeating: 0)
        _ = try Self.encodeByLibcbor(parts, of: message, repetitions: repetitions, into: &room)
      })
  }

  private static func encodeByTEEPCodec(
    _ parts: ResponseParts, of message: [UInt8], repetitions: Int, into room: inout Room
  ) throws -> Int {
    var payload = Room(repeating: 0)
    var count = 0
    for _ in 0..<repetitions {
      let payloadCount = try EncodeTask.encode(parts, of: message.span, into: payload.mutableSpan)
      count = try EncodeTask.wrap(
        payload.span.extracting(first: payloadCount), parts, of: message.span, into: room.mutableSpan)
    }
    return count
  }

  private static func encodeByLibcbor(
    _ parts: ResponseParts, of message: [UInt8], repetitions: Int, into room: inout Room
  ) throws -> Int {
    var output = room.mutableSpan
    var count = 0
    // The pointers into the message live as long as it, and the output is given with its size.
    unsafe message.withUnsafeBufferPointer { message in
      let response = unsafe libcbor_task_response(parts, of: message)
      unsafe output.withUnsafeMutableBufferPointer { output in
        for _ in 0..<repetitions {
          count = unsafe withUnsafePointer(to: response) {
            unsafe libcbor_task_encode($0, output.baseAddress, output.count)
          }
        }
      }
    }
    return count
  }
}

extension libcbor_task_response {
  fileprivate init(_ parts: ResponseParts, of message: UnsafeBufferPointer<UInt8>) {
    let string = { (range: ByteRange) in
      unsafe libcbor_task_string(
        bytes: message.baseAddress.map { unsafe $0 + range.start }, count: range.count)
    }
    let component = { (component: ResponseParts.Component) in
      unsafe libcbor_task_component(
        segments: (string(component.firstSegment), string(component.secondSegment)),
        sequence_number: UInt8(component.sequenceNumber))
    }
    unsafe self.init(
      key_identifier: string(parts.keyIdentifier), signature: string(parts.signature),
      attestation_payload: string(parts.attestationPayload),
      components: (component(parts.firstComponent), component(parts.secondComponent)),
      attestation_payload_format: string(parts.attestationPayloadFormat), token: string(parts.token))
  }
}
