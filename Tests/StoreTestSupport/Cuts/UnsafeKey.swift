public import AgentCryptoBearSSL
public import TEEPAgent
public import TEEPCodec

/// A key in name only: its public key is its private one, and its signature is what would be signed, followed by the key.
public struct UnsafeKey: TestSigner, Sendable {
  public let algorithm = COSEAlgorithm.esp256
  /// 32 bytes.
  public let identifier: [UInt8]

  public init(_ number: UInt8) { identifier = [UInt8](repeating: number, count: 32) }

  public var privateKey: [UInt8] { identifier }
  /// 64 bytes.
  public var publicKey: [UInt8] { identifier + identifier }

  public func signature(of structure: borrowing SignatureStructure) -> [UInt8] {
    let digest = structure.digest(by: BearSSLCrypto.SHA256.self)
    return Array(digest.span) + identifier
  }
}

/// The cryptography of BearSSL, except that its keys are of ``UnsafeKey``: thousands of power cuts can be taken in the time
/// of one signature.
public struct UnsafeCrypto: AgentCrypto, Sendable {
  public typealias SHA256 = BearSSLCrypto.SHA256
  public typealias HMACSHA256 = BearSSLCrypto.HMACSHA256
  public typealias AES128 = BearSSLCrypto.AES128
  public typealias AES128CTR = BearSSLCrypto.AES128CTR
  public typealias AES128GCM = BearSSLCrypto.AES128GCM

  public init() {}

  public func verify(
    _ algorithm: COSEAlgorithm, publicKey: Span<UInt8>, structure: borrowing SignatureStructure,
    signature: Span<UInt8>
  ) -> SignatureVerdict {
    let digest = structure.digest(by: SHA256.self)
    let isValid =
      algorithm == .esp256 && signature.count == 64
      && Array(signature) == Array(digest.span) + Array(publicKey).prefix(32)
    return SignatureVerdict(libraryResult: isValid ? 1 : 0)
  }

  public func sign(
    _ algorithm: COSEAlgorithm, privateKey: Span<UInt8>, structure: borrowing SignatureStructure,
    into signature: inout MutableSpan<UInt8>
  ) -> Bool {
    let digest = structure.digest(by: SHA256.self)
    for index in 0..<32 {
      signature[index] = digest.span[index]
      signature[32 + index] = privateKey[index]
    }
    return true
  }

  public func agree(
    privateKey: Span<UInt8>, publicKey: Span<UInt8>, into secret: inout MutableSpan<UInt8>
  ) -> Bool { BearSSLCrypto().agree(privateKey: privateKey, publicKey: publicKey, into: &secret) }

  public func publicKey(of privateKey: Span<UInt8>, into publicKey: inout MutableSpan<UInt8>) -> Bool {
    for index in 0..<32 {
      publicKey[index] = privateKey[index]
      publicKey[32 + index] = privateKey[index]
    }
    return true
  }

  public static func wipe(_ secret: inout MutableSpan<UInt8>) { BearSSLCrypto.wipe(&secret) }
}
