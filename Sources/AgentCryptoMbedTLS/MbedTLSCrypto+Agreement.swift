import CMbedTLS

extension MbedTLSCrypto {
  public func agree(
    privateKey: Span<UInt8>, publicKey: Span<UInt8>, into secret: inout MutableSpan<UInt8>
  ) -> Bool {
    guard
      privateKey.count == 32, publicKey.count == 64, secret.count == 32,
      var curve = P256(), let point = Point(publicKey, on: &curve),
      let scalar = MultiPrecisionInteger(privateKey)
    else { return false }
    var x = MultiPrecisionInteger()
    // The pointers are valid for the call. The library checks that the scalar is from 1 to the order less 1.
    let status = unsafe withUnsafePointer(to: point.point) { point in
      unsafe withUnsafePointer(to: scalar.value) { scalar in
        unsafe mbedtls_ecdh_compute_shared(&curve.group, &x.value, point, scalar, fillRandomly, nil)
      }
    }
    return status == 0 && x.write(to: &secret, at: 0)
  }

  public func publicKey(of privateKey: Span<UInt8>, into publicKey: inout MutableSpan<UInt8>) -> Bool {
    guard
      privateKey.count == 32, publicKey.count == 64, var curve = P256(),
      var scalar = MultiPrecisionInteger(privateKey)
    else { return false }
    var encoded = InlineArray<65, UInt8>(repeating: 0)
    var bytes = encoded.mutableSpan
    guard var point = Point(generatorTimes: &scalar, on: &curve) else { return false }
    var count = 0
    // The pointers are valid for the call, and the count is that of the bytes.
    let status = unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      unsafe mbedtls_ecp_point_write_binary(
        &curve.group, &point.point, MBEDTLS_ECP_PF_UNCOMPRESSED, &count, bytes.baseAddress, bytes.count)
    }
    guard status == 0, count == 65 else { return false }
    for index in publicKey.indices { publicKey[index] = bytes[index + 1] }
    return true
  }

  /// Overwrites the stack below the caller's frame, as deep as any of these functions reaches.
  public static func wipeStack() { mbedtls_wipe_stack() }

  public static func wipe(_ secret: inout MutableSpan<UInt8>) {
    // The pointer is valid for the call, and the count is its own.
    unsafe secret.withUnsafeMutableBufferPointer { secret in
      unsafe mbedtls_platform_zeroize(secret.baseAddress, secret.count)
    }
  }
}
