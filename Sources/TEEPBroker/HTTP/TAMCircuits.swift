import Synchronization

/// Which TAMs are left alone because they failed too often in a row, whatever device wanted to speak to them.
///
/// A circuit closes again by a single session that is let through when the time is over: where that is answered, all may
/// come, and otherwise the TAM is left alone for longer.
final class TAMCircuits: Sendable {
  /// Servers that are remembered; of more, those that failed are forgotten first that failed longest ago.
  private static let capacity = 256

  /// A server, which may serve several TAMs.
  private struct Origin: Hashable {
    let scheme: RemoteURI.Scheme
    let host: String
    let port: Int

    init(_ uri: RemoteURI) {
      scheme = uri.scheme
      host = uri.host
      port = uri.port
    }
  }

  /// A server that failed and has not answered since.
  private struct Circuit {
    var failures = 0
    var lastFailure = ContinuousClock.now
    /// How often it was left alone, and until when.
    var openings = 0
    var openUntil: ContinuousClock.Instant?
    var isProbed = false
  }

  private let circuits = Mutex<[Origin: Circuit]>([:])

  /// Asks whether a session with a TAM may begin.
  ///
  /// - Throws: ``TAMFailure/leftAlone(failures:for:)``.
  func admit(_ tam: RemoteURI) throws(TAMFailure) {
    let refusal = circuits.withLock { circuits -> TAMFailure? in
      guard let circuit = circuits[Origin(tam)], let end = circuit.openUntil else { return nil }
      let rest = ContinuousClock.now.duration(to: end)
      guard rest <= .zero, !circuit.isProbed else {
        return .leftAlone(failures: circuit.failures, for: max(rest, .seconds(1)))
      }
      circuits[Origin(tam)]?.isProbed = true
      return nil
    }
    if let refusal { throw refusal }
  }

  /// Notes that a TAM answered; says whether it was left alone before.
  func answered(_ tam: RemoteURI) -> Bool {
    circuits.withLock { $0.removeValue(forKey: Origin(tam))?.openUntil != nil }
  }

  /// Notes that a TAM failed; says for how long it is left alone from now on, if it is.
  func failed(_ tam: RemoteURI, _ policy: RetryPolicy) -> Duration? {
    circuits.withLock { circuits in
      var circuit = circuits[Origin(tam)] ?? Circuit()
      circuit.failures += 1
      circuit.lastFailure = .now
      var opening: Duration?
      let isOpen = circuit.openUntil.map { $0 > .now } ?? false
      if circuit.failures >= policy.failuresToOpen, !isOpen {
        circuit.openings += 1
        let duration = policy.openTime(circuit.openings)
        circuit.openUntil = .now + duration
        opening = duration
      }
      circuit.isProbed = false
      circuits[Origin(tam)] = circuit
      if circuits.count > Self.capacity,
        let oldest = circuits.min(by: { $0.value.lastFailure < $1.value.lastFailure })
      {
        circuits[oldest.key] = nil
      }
      return opening
    }
  }

  /// Notes that a session that was let through ended without saying anything of the TAM.
  func abandoned(_ tam: RemoteURI) {
    circuits.withLock { $0[Origin(tam)]?.isProbed = false }
  }
}
