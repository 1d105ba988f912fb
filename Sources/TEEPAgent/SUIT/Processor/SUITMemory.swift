import TEEPCodec

/// Where an encoded item begins: in the message that was received, or in the flash.
struct SUITPlace: Equatable, BitwiseCopyable {
  // One more than the offset, so that a place of nothing is 0, as memory is at first.
  private let rawValue: UInt32

  /// The place of what is not there.
  init() { rawValue = 0 }

  init(_ offset: Int, inFlash: Bool) {
    rawValue = UInt32(truncatingIfNeeded: offset &+ 1) & 0x7FFF_FFFF | (inFlash ? 0x8000_0000 : 0)
  }

  var isPresent: Bool { rawValue != 0 }
  var isInFlash: Bool { rawValue &>> 31 == 1 }
  /// Bytes from the start of the message or of the flash.
  var offset: Int { Int(truncatingIfNeeded: rawValue & 0x7FFF_FFFF) &- 1 }
}

/// Bytes in the message or in the flash.
struct SUITExtent: BitwiseCopyable {
  var place = SUITPlace()
  var count = 0

  /// No bytes.
  init() {}

  init(_ offset: Int, count: Int, inFlash: Bool) {
    place = SUITPlace(offset, inFlash: inFlash)
    self.count = count
  }

  /// Where all of a reader's bytes lie.
  init(_ reader: borrowing CBORReader, inFlash: Bool) {
    self.init(reader.base, count: reader.bytes.count, inFlash: inFlash)
  }
}

/// What a procedure reads: the message that was received, and the flash with dependencies that were fetched or installed.
struct SUITMemory: ~Escapable {
  private let message: Span<UInt8>
  private let flash: Span<UInt8>

  @_lifetime(copy message, copy flash)
  init(message: Span<UInt8>, flash: Span<UInt8>) {
    self.message = message
    self.flash = flash
  }

  /// A reader at a place, whose ``CBORReader/base`` makes the offsets of what it reads those of places.
  @_lifetime(copy self)
  @inline(never)
  func reader(at place: SUITPlace) -> CBORReader {
    let offset = place.offset
    if place.isInFlash { return CBORReader(flash.extracting(offset..<flash.count), base: offset) }
    return CBORReader(message.extracting(offset..<message.count), base: offset)
  }

  /// The bytes themselves.
  @_lifetime(copy self)
  @inline(never)
  func bytes(_ extent: SUITExtent) -> Span<UInt8> {
    reader(at: extent.place).bytes.extracting(first: extent.count)
  }

  /// The item that is encoded at a place; no bytes where there is none.
  @_lifetime(copy self)
  @inline(never)
  func item(at place: SUITPlace) -> Span<UInt8> {
    var reader = reader(at: place)
    let range = (try? reader.skip()) ?? ByteRange(start: 0, count: 0)
    return reader.bytes.extracting(range.start..<range.end)
  }
}
