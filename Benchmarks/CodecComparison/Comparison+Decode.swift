import CodecTask
import LibcborTask
import TEEPTestSupport

extension Comparison {
  /// Room for all that is found in one message.
  private typealias Room = InlineArray<512, UInt8>

  /// Decoding of a message of `bench/`, once both codecs have found the same in it.
  public init(decoding name: String) throws {
    let message = try Vectors.bytes("bench/\(name).cbor")
    var expected = Room(repeating: 0)
    var found = Room(repeating: 0)
    let count = try Self.decodeByTEEPCodec(message, repetitions: 1, into: &found)
    guard try Self.decodeByLibcbor(message, repetitions: 1, into: &expected) == count,
      found.indices.allSatisfy({ found[$0] == expected[$0] })
    else { throw Disagreement("TEEPCodec and libcbor find different things in \(name)") }
    self.init(
      message: name, task: "decode", byteCount: message.count,
      teepCodec: { repetitions in
        var room = Room(repeating: 0)
        _ = try Self.decodeByTEEPCodec(message, repetitions: repetitions, into: &room)
      },
      libcbor: { repetitions in
        var room = Room(repeating: 0)
        _ = try Self.decodeByLibcbor(message, repetitions: repetitions, into: &room)
      })
  }

  private static func decodeByTEEPCodec(
    _ message: [UInt8], repetitions: Int, into room: inout Room
  ) throws -> Int {
    var count = 0
    for _ in 0..<repetitions {
      var findings = Findings(room.mutableSpan)
      try DecodeTask.run(message.span, findings: &findings)
      count = findings.count
    }
    return count
  }

  private static func decodeByLibcbor(
    _ message: [UInt8], repetitions: Int, into room: inout Room
  ) throws -> Int {
    var count = 0
    var span = room.mutableSpan
    for _ in 0..<repetitions {
      // Both pointers are those of whole buffers, with their sizes.
      count = unsafe message.withUnsafeBufferPointer { message in
        unsafe span.withUnsafeMutableBufferPointer { room in
          unsafe libcbor_task_decode(message.baseAddress, message.count, room.baseAddress, room.count)
        }
      }
      guard count >= 0 else { throw Disagreement("libcbor refuses what TEEPCodec decodes") }
    }
    return count
  }
}
