import Foundation
import TEEPTestSupport

/// What device, TAM and signer sign with in the tests of this module: `TEEP_TEST_SUITE` of the environment, by default
/// ESP256 (draft-ietf-teep-protocol-26, section 8.1).
enum TestCipherSuite: String {
  case esp256
  case ed25519

  static let current: TestCipherSuite = {
    let name = ProcessInfo.processInfo.environment["TEEP_TEST_SUITE"] ?? esp256.rawValue
    guard let suite = TestCipherSuite(rawValue: name) else {
      preconditionFailure("TEEP_TEST_SUITE is 'esp256' or 'ed25519', not '\(name)'")
    }
    return suite
  }()

  /// The one that is not tested.
  static var other: TestCipherSuite { current == .esp256 ? .ed25519 : .esp256 }

  /// A list with the suite: [[[18, -9]]] or [[[18, -19]]].
  var list: String { "81 81 82 12 \(algorithm)" }

  /// A list with the SUIT profile of the suite: [[-16, -9, -29, -65534]] or [[-16, -19, -29, -65534]].
  var profiles: String { "81 84 2f \(algorithm) 381c 39fffd" }

  /// What a QueryRequest offers: both lists.
  static var offer: String { current.list + current.profiles }

  private var algorithm: String { self == .esp256 ? "28" : "32" }
}

extension Vectors {
  /// A message of a TAM among the signed examples, by its name without the signature.
  static func signed(_ name: String, by suite: TestCipherSuite = .current) throws -> [UInt8] {
    try bytes("signed/\(name).sign1-\(suite.rawValue).cose")
  }
}
