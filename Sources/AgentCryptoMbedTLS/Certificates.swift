import CMbedTLS
import Glibc
import TEEPCodec

/// Certificates as mbed TLS holds them: a list, that of the signer first.
@safe
struct Certificates: ~Copyable {
  /// What C functions are given a pointer to.
  private var first = unsafe mbedtls_x509_crt()

  /// The SubjectPublicKeyInfo of a key on P-256 up to x ‖ y (RFC 5480, section 2).
  private static let keyInfo: [UInt8] = [
    0x30, 0x59, 0x30, 0x13, 0x06, 0x07, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 0x02, 0x01, 0x06, 0x08, 0x2A, 0x86,
    0x48, 0xCE, 0x3D, 0x03, 0x01, 0x07, 0x03, 0x42, 0x00, 0x04,
  ]

  /// Nil where one of them cannot be read, has a key that mbed TLS does not know (Ed25519 among them), or a critical
  /// extension that it does not know.
  init?(_ chain: borrowing COSECertificateChain) {
    unsafe mbedtls_x509_crt_init(&first)
    for index in 0..<chain.count {
      guard let certificate = try? chain.certificate(at: index) else { return nil }
      // The pointer is valid for the call, and the count is its own.
      let status = unsafe certificate.withUnsafeBufferPointer { bytes in
        unsafe mbedtls_x509_crt_parse_der(&first, bytes.baseAddress, bytes.count)
      }
      guard status == 0 else { return nil }
    }
  }

  deinit {
    // A deinit cannot pass its own properties as inout; the copy owns the same memory, and nobody uses it after.
    var first = unsafe first
    unsafe mbedtls_x509_crt_free(&first)
  }

  /// Whether they lead to the key of an authority, x ‖ y, and the first one's subject has the name.
  mutating func isVerified(by authority: Span<UInt8>, name: Span<UInt8>) -> Bool {
    var trusted = unsafe mbedtls_x509_crt()
    unsafe mbedtls_x509_crt_init(&trusted)
    defer {
      // Its memory is that of the last certificate's issuer.
      unsafe trusted.subject = unsafe mbedtls_x509_name()
      unsafe mbedtls_x509_crt_free(&trusted)
    }
    // mbed TLS trusts certificates, not keys: one of a CA with the authority's key, and the name that is asked for.
    unsafe trusted.version = 3
    unsafe trusted.ca_istrue = 1
    unsafe trusted.subject = unsafe lastIssuer
    let encoded = Self.keyInfo + authority.indices.map { authority[$0] }
    let text = name.indices.map { CChar(bitPattern: name[$0]) }
    // A name with a zero in it would be another one to C.
    guard unsafe mbedtls_pk_parse_public_key(&trusted.pk, encoded, encoded.count) == 0, !text.contains(0)
    else { return false }
    var problems: UInt32 = 0
    _ = unsafe mbedtls_x509_crt_verify(&first, &trusted, nil, text + [0], &problems, nil, nil)
    // The system's clock is none of the agent's.
    return problems & ~UInt32(MBEDTLS_X509_BADCERT_EXPIRED | MBEDTLS_X509_BADCERT_FUTURE) == 0
  }

  private var lastIssuer: mbedtls_x509_name {
    var last = unsafe first
    while let next = unsafe last.next { unsafe last = unsafe next.pointee }
    return unsafe last.issuer
  }

  /// Whether the first one is for signatures, and each other one for certificates (RFC 5280, section 4.2.1.3).
  var areMeantForThis: Bool {
    mutating get {
      guard unsafe mbedtls_x509_crt_check_key_usage(&first, UInt32(MBEDTLS_X509_KU_DIGITAL_SIGNATURE)) == 0
      else { return false }
      var next = unsafe first.next
      while let certificate = unsafe next {
        guard unsafe certificate.pointee.ca_istrue != 0,
          unsafe certificate.pointee.key_usage & UInt32(MBEDTLS_X509_KU_KEY_CERT_SIGN) != 0
        else { return false }
        unsafe next = certificate.pointee.next
      }
      return true
    }
  }

  /// Whether all of them are valid at a time, in seconds since 1970.
  func areValid(at time: Int64) -> Bool {
    var seconds = time_t(time)
    var parts = unsafe tm()
    // The pointers are valid for the call.
    guard unsafe gmtime_r(&seconds, &parts) != nil else { return false }
    let now = unsafe Self.order(
      parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec)
    var certificate = unsafe first
    while true {
      let (start, end) = unsafe (certificate.valid_from, certificate.valid_to)
      guard Self.order(start) <= now, now <= Self.order(end) else { return false }
      guard let next = unsafe certificate.next else { return true }
      unsafe certificate = unsafe next.pointee
    }
  }

  private static func order(_ time: mbedtls_x509_time) -> Int64 {
    order(time.year, time.mon, time.day, time.hour, time.min, time.sec)
  }

  /// A number that is larger for later times.
  private static func order(_ parts: Int32...) -> Int64 { parts.reduce(0) { $0 * 100 + Int64($1) } }

  /// Copies the first one's key, x ‖ y; false where it is no key on P-256 with an uncompressed point.
  func copyKey(into publicKey: inout MutableSpan<UInt8>) -> Bool {
    let info = unsafe UnsafeBufferPointer(start: first.pk_raw.p, count: first.pk_raw.len)
    let prefix = Self.keyInfo.count
    guard info.count == prefix + 64, unsafe info.starts(with: Self.keyInfo) else { return false }
    for index in 0..<64 { publicKey[index] = unsafe info[prefix + index] }
    return true
  }
}
