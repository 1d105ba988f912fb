import CBearSSL

// C takes pointers: each of those here is valid for the call that it is passed to, and has the length that is
// checked above it.
extension BearSSLCrypto {
  public func agree(
    privateKey: Span<UInt8>, publicKey: Span<UInt8>, into secret: inout MutableSpan<UInt8>
  ) -> Bool {
    guard
      privateKey.count == 32, publicKey.count == 64, secret.count == 32, isScalar(privateKey)
    else { return false }
    // SEC 1, section 2.3.3: 4 stands before the coordinates of an uncompressed point.
    var storage = InlineArray<65, UInt8>(repeating: 4)
    var point = storage.mutableSpan
    for index in publicKey.indices { point[index &+ 1] = publicKey[index] }
    let isPoint = unsafe point.withUnsafeMutableBufferPointer { point in
      unsafe privateKey.withUnsafeBufferPointer { scalar in
        unsafe bearssl_p256_multiply(point.baseAddress, scalar.baseAddress)
      }
    }
    if isPoint == 1 { for index in secret.indices { secret[index] = point[index &+ 1] } }
    Self.wipe(&point)
    return isPoint == 1
  }

  public func publicKey(of privateKey: Span<UInt8>, into publicKey: inout MutableSpan<UInt8>) -> Bool {
    guard privateKey.count == 32, publicKey.count == 64, isScalar(privateKey) else { return false }
    var storage = InlineArray<65, UInt8>(repeating: 0)
    var point = storage.mutableSpan
    unsafe point.withUnsafeMutableBufferPointer { point in
      unsafe privateKey.withUnsafeBufferPointer { scalar in
        unsafe bearssl_p256_public_key(point.baseAddress, scalar.baseAddress)
      }
    }
    for index in publicKey.indices { publicKey[index] = point[index &+ 1] }
    return true
  }

  public static func wipe(_ secret: inout MutableSpan<UInt8>) {
    unsafe secret.withUnsafeMutableBufferPointer { secret in
      unsafe bearssl_wipe(secret.baseAddress, secret.count)
    }
  }

  /// Whether 32 bytes are a number from 1 to the order of the curve less 1 (SEC 1, section 3.2.1), in a time that does
  /// not depend on them: BearSSL does not check it.
  private func isScalar(_ bytes: Span<UInt8>) -> Bool {
    let order: InlineArray<32, UInt8> = [
      0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
      0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51,
    ]
    let orderBytes = order.span
    var borrow: Int32 = 0
    var bits: UInt8 = 0
    for index in 1...32 {
      let position = 32 &- index
      bits |= bytes[position]
      borrow = (Int32(bytes[position]) &- Int32(orderBytes[position]) &+ borrow) &>> 8
    }
    return bits != 0 && borrow != 0
  }
}
