// Computations with a secret key. Each is over when it is finished, which wipes the key.

/// A computation of HMAC with SHA-256 under way (RFC 2104).
public protocol HMACSHA256Computation {
  /// A key of any length.
  init(key: Span<UInt8>)
  mutating func update(_ bytes: Span<UInt8>)
  /// Writes the 32 bytes of the code to the start of `code`.
  mutating func finish(into code: inout MutableSpan<UInt8>)
}

/// Decryption of single blocks with AES-128 (FIPS 197).
public protocol AES128BlockDecryption {
  /// Nil where the key has not 16 bytes.
  init?(key: Span<UInt8>)
  /// Decrypts the first 16 bytes of `block` in place.
  mutating func decrypt(block: inout MutableSpan<UInt8>)
  mutating func finish()
}

/// Decryption with AES-128 in CTR mode under way (RFC 9459): the IV is the first counter block, which counts up to
/// 2^128 - 1. It authenticates nothing.
public protocol AES128CTRDecryption {
  /// Nil where the key or the IV has not 16 bytes.
  init?(key: Span<UInt8>, initializationVector: Span<UInt8>)
  /// Decrypts the next bytes of the ciphertext in place; pieces may have any length.
  mutating func decrypt(_ bytes: inout MutableSpan<UInt8>)
  mutating func finish()
}

/// Encryption or decryption with AES-128 in GCM mode under way (RFC 9053, section 4.1; NIST SP 800-38D).
public protocol AES128GCMComputation {
  /// Nil where the key has not 16 bytes or the IV has not 12.
  init?(key: Span<UInt8>, initializationVector: Span<UInt8>)
  /// Adds to the additional data, all of which comes before what is encrypted or decrypted.
  mutating func authenticate(_ additionalData: Span<UInt8>)
  /// Encrypts the next bytes in place; pieces may have any length.
  mutating func encrypt(_ bytes: inout MutableSpan<UInt8>)
  /// Decrypts the next bytes of the ciphertext in place; pieces may have any length. Nothing of it may be used before
  /// ``finish(tag:)`` has found it authentic.
  mutating func decrypt(_ bytes: inout MutableSpan<UInt8>)
  /// Whether the 16 bytes of `tag` are those of the whole; takes the same time wherever they differ.
  mutating func finish(tag: Span<UInt8>) -> Bool
  /// Writes the tag of the whole over the 16 bytes of `tag`.
  mutating func finish(into tag: inout MutableSpan<UInt8>)
}
