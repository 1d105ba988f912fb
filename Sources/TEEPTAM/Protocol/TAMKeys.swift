import TEEPCodec
public import TEEPHost

/// The keys that a TAM signs with: one for each cipher suite that it offers.
public struct TAMKeys: Sendable {
  /// In the order of their algorithms' preference: ESP256, then Ed25519.
  let keys: [SigningKey]

  /// One or two keys, of different types.
  public init(_ keys: [SigningKey]) throws(TAMKeysError) {
    guard !keys.isEmpty else { throw .none }
    for type in KeyType.allCases where keys.count(where: { $0.type == type }) > 1 { throw .several(type) }
    self.keys = KeyType.allCases.compactMap { type in keys.first { $0.type == type } }
  }

  /// The key for the cipher suite of a device whose key is of `type`.
  func key(for type: KeyType) -> SigningKey? { keys.first { $0.type == type } }
}

/// Why keys cannot be those of a TAM, as one sentence.
public enum TAMKeysError: Error, Equatable, CustomStringConvertible {
  case none
  case several(KeyType)

  public var description: String {
    switch self {
    case .none: "--key: a TAM needs a key to sign with; make one with 'teep key generate'"
    case .several(let type): "--key: two keys are \(type.rawValue) keys; give at most one of each type"
    }
  }
}
