import CMbedTLS

/// The curve P-256 as mbed TLS holds it.
@safe
struct P256: ~Copyable {
  /// What C functions are given a pointer to.
  var group = unsafe mbedtls_ecp_group()

  /// Nil where memory is short.
  init?() {
    unsafe mbedtls_ecp_group_init(&group)
    guard unsafe mbedtls_ecp_group_load(&group, MBEDTLS_ECP_DP_SECP256R1) == 0 else { return nil }
  }

  deinit {
    // A deinit cannot pass its own properties as inout; the copy owns the same memory, and nobody uses it after.
    var group = unsafe group
    unsafe mbedtls_ecp_group_free(&group)
  }
}

/// A point of a curve as mbed TLS holds it.
@safe
struct Point: ~Copyable {
  /// What C functions are given a pointer to.
  var point = unsafe mbedtls_ecp_point()

  /// The point with the coordinates `bytes` (x ‖ y, 64 bytes); nil where they are not those of one on `curve`
  /// (SEC 1, section 3.2.2.1).
  init?(_ bytes: Span<UInt8>, on curve: inout P256) {
    unsafe mbedtls_ecp_point_init(&point)
    // SEC 1, section 2.3.3: 4 stands before the coordinates of an uncompressed point.
    var encoded = InlineArray<65, UInt8>(repeating: 4)
    for index in bytes.indices { encoded[index + 1] = bytes[index] }
    let span = encoded.span
    // The pointer is valid for the call, and the count is its own.
    let status = unsafe span.withUnsafeBufferPointer { encoded in
      unsafe mbedtls_ecp_point_read_binary(&curve.group, &point, encoded.baseAddress, encoded.count)
    }
    guard status == 0, unsafe mbedtls_ecp_check_pubkey(&curve.group, &point) == 0 else { return nil }
  }

  /// The public key of `scalar`; nil where that is not from 1 to the order less 1.
  init?(generatorTimes scalar: inout MultiPrecisionInteger, on curve: inout P256) {
    unsafe mbedtls_ecp_point_init(&point)
    // The pointers are valid for the call. The library checks the scalar.
    let status = unsafe withUnsafeMutablePointer(to: &curve.group) { group in
      unsafe mbedtls_ecp_mul(group, &point, &scalar.value, &group.pointee.G, fillRandomly, nil)
    }
    guard status == 0 else { return nil }
  }

  deinit {
    // As for the curve.
    var point = unsafe point
    unsafe mbedtls_ecp_point_free(&point)
  }
}
