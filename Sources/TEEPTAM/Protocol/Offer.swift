import TEEPCodec
import TEEPHost

/// What a QueryRequest offers and asks for; it is kept until the request is answered.
struct Offer: Codable, Equatable, Sendable {
  /// A cipher suite for each: a COSE_Sign1 with the algorithm of the keys.
  var suites: [KeyType]
  /// Whether it asks for the extensions that the agent supports.
  var asksForExtensions = true
  /// The freshness mechanisms of the evidence that it asks for; none where it asks for no evidence.
  var freshness: [FreshnessMechanism] = []
  /// Whether it brings what attests the TAM.
  var isAttested = false
  var dialect = Dialect.final
  /// Which of the TAM's chains of certificates comes with the signature, by its number; nil for the first one.
  var certificates: Int?

  var asksForAttestation: Bool { !freshness.isEmpty }

  /// What is asked for (draft-ietf-teep-protocol-26, section 4.2).
  var dataItems: DataItems {
    var items = DataItems.trustedComponents
    if asksForAttestation { items.insert(.attestation) }
    if asksForExtensions { items.insert(.extensions) }
    return items
  }

  /// What to offer after an agent's Error, which says what it lacks (section 4.6); nil where nothing else is left to try.
  ///
  /// - Parameters:
  ///   - dialect: what the Error is written in, where it shows that.
  ///   - canAttest: whether the TAM has something that attests it.
  ///   - certificateChains: how many chains of certificates there are to try.
  func renegotiated(
    after failure: AgentFailure, in dialect: Dialect?, canAttest: Bool, certificateChains: Int
  ) -> Offer? {
    var next = self
    if let dialect { next.dialect = dialect }
    switch failure.code {
    case .unsupportedCipherSuites: next.suites.removeAll { !failure.suites.contains($0) }
    case .unsupportedFreshnessMechanisms:
      next.freshness.removeAll { !failure.freshness.contains($0.rawValue) }
      if asksForAttestation, next.freshness.isEmpty { return nil }
    case .unsupportedExtension: next.asksForExtensions = false
    case .attestationRequired: next.isAttested = canAttest
    case .badCertificate, .certificateExpired:
      let other = (certificates ?? 0) + 1
      if other < certificateChains { next.certificates = other }
    default: break
    }
    return next == self || next.suites.isEmpty ? nil : next
  }
}

/// How evidence is shown to be fresh (section 9).
enum FreshnessMechanism: UInt64, Codable, Sendable {
  case nonce = 0
  case timestamp = 1
}
