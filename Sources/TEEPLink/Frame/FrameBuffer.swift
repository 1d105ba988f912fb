import Checksums

/// One frame, being received or being sent: `TEEPLink.swift` says how it is laid out.
///
/// The frame lies in the buffer as it stands on the line, with the delimiters, so COBS is done in place: a
/// frame has at most 253 bytes between its delimiters, hence never more than one COBS overhead byte, and each
/// zero byte and the distance that stands for it have the same place.
struct FrameBuffer: Sendable {
  /// The longest frame on the line, delimiters included: what a ring of 256 bytes takes.
  static let largestFrame = 255
  /// The length on the line of a frame without payload.
  static let overhead = 14
  /// The shortest limit that two ends may agree on: room for every payload of fixed length.
  static let smallestFrame = 32

  private static let codeIndex = 1
  private static let bodyIndex = 2
  private static let payloadIndex = 9
  private static let overflow = 255

  private var bytes = InlineArray<256, UInt8>(repeating: 0)
  /// Where the next byte goes, received or to be sent.
  private var position = codeIndex
  /// One past the last byte of what lies in the buffer: the checksum of a frame received, the second
  /// delimiter of one to be sent.
  private var end = 0
  /// How many more bytes, received as they are, come before the next COBS code.
  private var literals: UInt8 = 0

  init() {}
}

// MARK: - Receiving

extension FrameBuffer {
  /// Takes the next byte from the line and says whether it completed a frame whose checksum is right. That
  /// frame can be read until the next call of any mutating function.
  @inline(never)
  mutating func accept(_ byte: UInt8) -> Bool {
    if byte == 0 { return completes() }
    let isCode = literals == 0
    literals = (isCode ? byte : literals) &- 1
    if position < Self.largestFrame - 1 {
      bytes[position] = isCode ? 0 : byte
      position &+= 1
    } else {
      position = Self.overflow
    }
    return false
  }

  /// Whether a delimiter ends a frame. A function of its own, so that the bytes within a frame, most of them, need no
  /// registers saved.
  @inline(never)
  private mutating func completes() -> Bool {
    end = literals == 0 ? position : Self.overflow
    restart()
    return end >= Self.payloadIndex + 4 && end != Self.overflow
      && readUInt32(end - 4) == checksum(upTo: end - 4)
  }

  /// The next byte received is the first of a frame.
  private mutating func restart() {
    position = Self.codeIndex
    literals = 0
  }

  var session: UInt32 { mutating get { readUInt32(Self.bodyIndex) } }

  var number: UInt16 {
    mutating get { UInt16(bytes[Self.bodyIndex + 4]) &<< 8 | UInt16(bytes[Self.bodyIndex + 5]) }
  }

  /// Nil for a kind of a later version of the link.
  var kind: FrameKind? { mutating get { FrameKind(rawValue: bytes[Self.payloadIndex - 1]) } }

  var payloadCount: Int { end - 4 - Self.payloadIndex }

  /// Nil past the payload's end.
  mutating func payloadByte(at offset: Int) -> UInt8? {
    offset < payloadCount ? bytes[Self.payloadIndex + offset] : nil
  }

  /// Nil where the payload does not have four bytes from `offset` on.
  @inline(never)
  mutating func payloadUInt32(at offset: Int) -> UInt32? {
    offset + 4 <= payloadCount ? readUInt32(Self.payloadIndex + offset) : nil
  }

  /// The payload of the frame received.
  var payload: Span<UInt8> {
    @_lifetime(borrow self) get { bytes.span.extracting(Self.payloadIndex..<end - 4) }
  }

  @inline(never)
  private mutating func readUInt32(_ index: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in index..<index + 4 { value = value &<< 8 | UInt32(bytes[index]) }
    return value
  }

  @inline(never)
  private mutating func checksum(upTo end: Int) -> UInt32 {
    CRC32.of(bytes.span.extracting(Self.bodyIndex..<end))
  }
}

// MARK: - Sending

extension FrameBuffer {
  /// Starts a frame; its payload is appended next.
  @inline(never)
  mutating func begin(_ kind: FrameKind, session: UInt32, number: UInt16) {
    position = Self.bodyIndex
    append(session)
    append(UInt8(truncatingIfNeeded: number &>> 8))
    append(UInt8(truncatingIfNeeded: number))
    append(kind.rawValue)
  }

  /// The caller keeps within the frame limit.
  mutating func append(_ byte: UInt8) {
    bytes[position] = byte
    position &+= 1
  }

  /// Big endian, as every number of the link.
  @inline(never)
  mutating func append(_ value: UInt32) {
    for shift in 1...4 { append(UInt8(truncatingIfNeeded: value &>> UInt32(32 - 8 * shift))) }
  }

  /// Appends the bytes of `source` from `skip` on, until the frame has `limit` bytes on the line. What of
  /// `skip` goes beyond `source` is left in it.
  @inline(never)
  mutating func append(_ source: Span<UInt8>, skipping skip: inout UInt32, limit: Int) {
    let count = UInt32(truncatingIfNeeded: source.count)
    guard skip < count else {
      skip &-= count
      return
    }
    var index = Int(truncatingIfNeeded: skip)
    skip = 0
    while index < source.count, position < limit - 5 {
      append(source[index])
      index &+= 1
    }
  }

  /// Ends the frame: checksum, COBS, delimiters. `encoded` is then what goes on the line.
  @inline(never)
  mutating func seal() {
    append(checksum(upTo: position))
    end = position
    var distance: UInt8 = 1
    while position > Self.bodyIndex {
      position &-= 1
      if bytes[position] == 0 {
        bytes[position] = distance
        distance = 0
      }
      distance &+= 1
    }
    bytes[0] = 0
    bytes[Self.codeIndex] = distance
    bytes[end] = 0
    end &+= 1
    restart()
  }

  /// The sealed frame with its delimiters.
  var encoded: Span<UInt8> {
    @_lifetime(borrow self) get { bytes.span.extracting(0..<end) }
  }
}
