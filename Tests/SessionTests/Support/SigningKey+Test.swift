public import StoreTestSupport
import TEEPCodec
public import TEEPHost
import TEEPTestSupport

/// Keys sign what tests make.
extension SigningKey: TestSigner {
  public var identifier: [UInt8] { verificationKey.thumbprint }

  /// A key that the seed of a test decides.
  init(_ type: KeyType, from generator: inout SeededGenerator) throws {
    let bytes = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    try self.init(type: type, privateRepresentation: bytes)
  }
}
