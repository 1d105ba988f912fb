/// Encodes COSE_Sign1 around a payload that lies in the same buffer, which is never moved.
///
/// The payload is written at ``payloadOffset``; when its length is known, the layer before it is written so that it
/// ends there, and the signature follows behind.
public struct COSESign1Frame: Sendable {
  /// Bytes of a key identifier: a SHA-256 thumbprint (RFC 9679).
  public static let keyIdentifierCount = 32
  /// Bytes of a signature of ESP256 or Ed25519.
  public static let signatureCount = 64
  /// Where the payload begins in the buffer: the longest layer that comes before it.
  public static let payloadOffset = 56
  /// Bytes behind the payload: the signature and its head.
  public static let trailerCount = 66

  private let bucket: COSEProtectedBucket

  /// A frame for one algorithm.
  @inline(never)
  public init(_ algorithm: COSEAlgorithm) { bucket = COSEProtectedBucket(algorithm) }

  /// The content of the protected bucket, for the ``SignatureStructure``.
  public var protected: Span<UInt8> {
    @_lifetime(borrow self) get { bucket.bytes }
  }

  /// Writes the layer before the payload and the head of the signature behind it.
  ///
  /// - Parameters:
  ///   - payloadCount: bytes of the payload, which lies at ``payloadOffset``.
  ///   - keyIdentifier: 32 bytes.
  ///   - buffer: at least ``payloadOffset`` + `payloadCount` + ``trailerCount`` bytes.
  /// - Returns: where the message begins, and where the 64 bytes of the signature go, which end it.
  @inline(never)
  public func wrap(
    payloadCount: Int, keyIdentifier: Span<UInt8>, in buffer: inout MutableSpan<UInt8>
  ) throws(EncodeError) -> (start: Int, signature: Int) {
    guard
      buffer.count &- Self.payloadOffset &- Self.trailerCount >= payloadCount,
      keyIdentifier.count == Self.keyIdentifierCount
    else { throw .bufferFull }
    let protectedCount = protected.count
    let payloadHead = CBORHead(.byteString, UInt64(payloadCount))
    // tag 18, array of 4, protected, {4: kid}, payload head.
    let start =
      Self.payloadOffset &- payloadHead.count &- keyIdentifier.count &- 4 &- protectedCount &- 3
    var index = start
    put(0xD2, at: &index, in: &buffer)
    put(0x84, at: &index, in: &buffer)
    put(0x40 | UInt8(truncatingIfNeeded: protectedCount), at: &index, in: &buffer)
    put(protected, at: &index, in: &buffer)
    put(0xA1, at: &index, in: &buffer)
    put(0x04, at: &index, in: &buffer)
    put(0x58, at: &index, in: &buffer)
    put(UInt8(Self.keyIdentifierCount), at: &index, in: &buffer)
    put(keyIdentifier, at: &index, in: &buffer)
    put(payloadHead.bytes, at: &index, in: &buffer)
    index &+= payloadCount
    put(0x58, at: &index, in: &buffer)
    put(UInt8(Self.signatureCount), at: &index, in: &buffer)
    return (start, index)
  }

  private func put(_ byte: UInt8, at index: inout Int, in buffer: inout MutableSpan<UInt8>) {
    buffer[index] = byte
    index &+= 1
  }

  @inline(never)
  private func put(_ bytes: Span<UInt8>, at index: inout Int, in buffer: inout MutableSpan<UInt8>) {
    for position in bytes.indices { buffer[index &+ position] = bytes[position] }
    index &+= bytes.count
  }
}
