import CMbedTLS

/// An integer of mbed TLS, filled with zeros when it goes.
@safe
struct MultiPrecisionInteger: ~Copyable {
  /// What C functions are given a pointer to.
  var value = unsafe mbedtls_mpi()

  init() { unsafe mbedtls_mpi_init(&value) }

  /// The integer that `bytes` spell, most significant first; nil where memory is short.
  init?(_ bytes: Span<UInt8>) {
    self.init()
    // The pointer is valid for the call, and the count is its own.
    let status = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe mbedtls_mpi_read_binary(&value, bytes.baseAddress, bytes.count)
    }
    guard status == 0 else { return nil }
  }

  deinit {
    // A deinit cannot pass its own properties as inout; the copy owns the same memory, and nobody uses it after.
    var value = unsafe value
    unsafe mbedtls_mpi_free(&value)
  }

  /// Writes the integer, most significant byte first, over 32 of `bytes` from `offset` on; false where it is
  /// longer.
  mutating func write(to bytes: inout MutableSpan<UInt8>, at offset: Int) -> Bool {
    // The pointer is valid for the call, and extracting checks that the 32 bytes are there.
    unsafe bytes.withUnsafeMutableBufferPointer { bytes in
      let destination = bytes.extracting(offset..<offset + 32)
      return unsafe mbedtls_mpi_write_binary(&value, destination.baseAddress, destination.count)
    } == 0
  }
}
