import TEEPCodec
import TEEPHost

/// An Error (draft-ietf-teep-protocol-26, section 4.6).
struct AgentFailure: Equatable, Sendable {
  let code: TEEPErrorCode
  /// The agent's own words.
  var message: String?
  /// The cipher suites that the agent supports, as far as they are known here.
  var suites: [KeyType] = []
  /// The freshness mechanisms that the agent supports.
  var freshness: [UInt64] = []
  /// What the agent wants to see in evidence of the TAM.
  var challenge: [UInt8]?
}

extension AgentFailure {
  init(reading error: borrowing TEEPMessage) throws(DecodeError) {
    code = error.errorCode ?? TEEPErrorCode(rawValue: 0)
    message = String(copying: error.string(.errMsg))
    challenge = [UInt8](copying: error.string(.challenge))
    if let list = error.list(.supportedCipherSuites) {
      var reader = try list.boundedReader()
      for _ in 0..<list.count {
        if let type = try KeyType(cipherSuite: &reader) { suites.append(type) }
      }
    }
    if let list = error.list(.supportedFreshnessMechanisms) {
      var reader = try list.boundedReader()
      for _ in 0..<list.count { try freshness.append(reader.unsigned()) }
    }
  }
}

extension KeyType {
  /// Reads a cipher suite; nil for one that is not a single COSE_Sign1 by an algorithm known here (section 8.1).
  fileprivate init?(cipherSuite reader: inout CBORReader) throws(DecodeError) {
    var algorithms: [COSEAlgorithm] = []
    let count = try reader.array()
    for _ in 0..<count {
      try reader.array(of: 2)
      let type = try reader.unsigned()
      let algorithm = Int32(exactly: try reader.integer())
      if type == COSESigned.sign1Tag, let algorithm { algorithms.append(COSEAlgorithm(rawValue: algorithm)) }
    }
    guard count == 1, let algorithm = algorithms.first, let type = KeyType(algorithm) else { return nil }
    self = type
  }
}
