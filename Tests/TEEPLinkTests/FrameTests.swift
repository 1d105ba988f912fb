import Checksums
import TEEPTestSupport
import Testing

@testable import LinkTestSupport
@testable import TEEPLink

/// How bytes become frames: `TEEPLink.swift`, "Frames".
@Suite struct FrameTests {
  private func encode(_ frame: ReferenceFrame) -> [UInt8] {
    var buffer = FrameBuffer()
    guard let kind = FrameKind(rawValue: frame.kind) else { return [] }
    buffer.begin(kind, session: frame.session, number: frame.number)
    var none: UInt32 = 0
    buffer.append(frame.payload.span, skipping: &none, limit: FrameBuffer.largestFrame)
    buffer.seal()
    return Array(buffer.encoded)
  }

  /// The frames that `buffer` finds in `bytes`.
  private func decode(_ bytes: [UInt8], with buffer: inout FrameBuffer) -> [ReferenceFrame] {
    var found: [ReferenceFrame] = []
    for byte in bytes where buffer.accept(byte) {
      found.append(
        ReferenceFrame(
          session: buffer.session, number: buffer.number, kind: buffer.kind?.rawValue ?? 0,
          payload: Array(buffer.payload)))
    }
    return found
  }

  @Test func `CRC-32 of 123456789 is CBF43926 (the catalogue of CRC algorithms)`() {
    let digits = Array("123456789".utf8)
    #expect(CRC32.of(digits.span) == 0xCBF4_3926)
    #expect(ReferenceFrame.crc32(digits) == 0xCBF4_3926)
  }

  @Test(arguments: [
    ("00", "0101"), ("0000", "010101"), ("001100", "01021101"), ("11220033", "0311220233"),
    ("11223344", "0511223344"), ("11000000", "0211010101"),
  ])
  func `the reference encoder gives the well-known COBS examples`(plain: String, encoded: String) {
    #expect(ReferenceFrame.cobs([UInt8](hexadecimal: plain)) == [UInt8](hexadecimal: encoded))
  }

  @Test(arguments: [
    (ReferenceFrame(session: 0xA1B2_C3D4, number: 2, kind: 4), "0005A1B2C3D4070204196AAF8400"),
    (
      ReferenceFrame(session: 0xA1B2_C3D4, number: 0, kind: 1, payload: [1, 255]),
      "0005A1B2C3D401080101FFC0843C0F00"
    ),
  ])
  func `frames made by hand with zlib's CRC-32`(frame: ReferenceFrame, onLine: String) {
    #expect(encode(frame) == [UInt8](hexadecimal: onLine))
    #expect(frame.onLine == [UInt8](hexadecimal: onLine))
    var buffer = FrameBuffer()
    #expect(decode([UInt8](hexadecimal: onLine), with: &buffer) == [frame])
  }

  @Test func `frames of every length and any bytes are what the textbook makes of them`() {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    var buffer = FrameBuffer()
    for length in 0...241 {
      for zeros in [0.0, 0.05, 0.5, 1.0] {
        let payload = (0..<length).map { _ in
          Double.random(in: 0..<1, using: &random) < zeros ? 0 : UInt8.random(in: 1...255, using: &random)
        }
        let frame = ReferenceFrame(
          session: .random(in: 0 ... .max, using: &random), number: .random(in: 0 ... .max, using: &random),
          kind: 6, payload: payload)
        #expect(encode(frame) == frame.onLine)
        #expect(decode(frame.onLine, with: &buffer) == [frame])
      }
    }
  }

  @Test func `the largest frame has 255 bytes on the line, and a longer one is dropped`() {
    var buffer = FrameBuffer()
    let largest = ReferenceFrame(session: 1, number: 1, kind: 6, payload: [UInt8](repeating: 0, count: 241))
    #expect(largest.onLine.count == 255)
    #expect(decode(largest.onLine, with: &buffer) == [largest])
    var longer = largest
    longer.payload.append(7)
    #expect(decode(longer.onLine + largest.onLine, with: &buffer) == [largest])
  }

  @Test func `a frame with one byte changed, lost, doubled or inserted is dropped, the next one found`() {
    let frame = ReferenceFrame(
      session: 0x00FF_1200, number: 0x0100, kind: 6, payload: [0, 1, 2, 0, 0, 254, 255])
    let next = ReferenceFrame(session: 0x00FF_1200, number: 0x0101, kind: 4)
    let bytes = frame.onLine
    var buffer = FrameBuffer()
    for index in 1..<bytes.count - 1 {
      var damaged = (0...255).filter { $0 != bytes[index] }.map { bytes.replacing(index, with: [UInt8($0)]) }
      damaged.append(bytes.replacing(index, with: []))
      damaged.append(bytes.replacing(index, with: [bytes[index], bytes[index]]))
      // Zeros beside a delimiter change nothing: an empty frame is no frame.
      let inserted = index == 1 ? UInt8(1)...255 : 0...255
      damaged += inserted.map { bytes.replacing(index, with: [$0, bytes[index]]) }
      for bytes in damaged { #expect(decode(bytes + next.onLine, with: &buffer) == [next]) }
    }
    #expect(decode(bytes.dropLast() + next.onLine, with: &buffer) == [frame, next])
    #expect(decode(bytes.dropFirst() + next.onLine, with: &buffer) == [frame, next])
  }

  @Test func `noise is no frame, and the first frame after it is found`() {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    let frame = ReferenceFrame(session: 9, number: 9, kind: 9)
    var buffer = FrameBuffer()
    for _ in 0..<2_000 {
      let noise = (0..<Int.random(in: 0...600, using: &random)).map { _ in
        UInt8.random(in: 0 ... .max, using: &random)
      }
      #expect(decode(noise + frame.onLine, with: &buffer) == [frame])
    }
  }
}

extension [UInt8] {
  fileprivate func replacing(_ index: Int, with bytes: [UInt8]) -> [UInt8] {
    Array(self[..<index] + bytes + self[(index + 1)...])
  }
}
