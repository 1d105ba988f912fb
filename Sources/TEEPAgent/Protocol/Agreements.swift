/// What was agreed on with each TAM in its last QueryRequest; bits by the TAMs' indices. A restart forgets it.
struct Agreements {
  /// TAMs whose last QueryRequest chose a cipher suite.
  private var chosen: UInt8 = 0
  /// Of these, TAMs with which the device's other key serves.
  private var otherKey: UInt8 = 0
  /// TAMs whose last QueryRequest had neither token nor challenge, so that a QueryResponse may come unasked.
  private var unasked: UInt8 = 0

  /// TAMs whose last QueryRequest proved what they are.
  private var attested: UInt8 = 0

  #if !WITHOUT_RESPONSE_ENCRYPTION && !WITHOUT_AES_GCM
    /// TAMs whose last QueryRequest offered AES in GCM mode alone.
    private var gcm: UInt8 = 0

    /// Keeps what is encrypted for a TAM with.
    mutating func noteEncryption(for tam: Int, isGCM: Bool) {
      gcm = isGCM ? gcm | Self.bit(tam) : gcm & ~Self.bit(tam)
    }

    /// Whether it is AES in GCM mode.
    func isGCM(_ tam: Int) -> Bool { gcm & Self.bit(tam) != 0 }
  #endif

  private static func bit(_ tam: Int) -> UInt8 { 1 &<< UInt8(truncatingIfNeeded: tam) }

  /// Keeps the outcome of a QueryRequest.
  mutating func note(_ tam: Int, keyIndex: Int, allowsUnasked: Bool) {
    let bit = Self.bit(tam)
    chosen |= bit
    otherKey = keyIndex == 0 ? otherKey & ~bit : otherKey | bit
    unasked = allowsUnasked ? unasked | bit : unasked & ~bit
  }

  /// Which of the device's keys serves with a TAM; nil where nothing was agreed on.
  func keyIndex(of tam: Int) -> Int? {
    guard chosen & Self.bit(tam) != 0 else { return nil }
    return otherKey & Self.bit(tam) == 0 ? 0 : 1
  }

  /// Keeps whether a TAM is attested.
  mutating func noteAttestation(of tam: Int, _ isAttested: Bool) {
    attested = isAttested ? attested | Self.bit(tam) : attested & ~Self.bit(tam)
  }

  /// Whether a TAM is attested.
  func isAttested(_ tam: Int) -> Bool { attested & Self.bit(tam) != 0 }

  /// Whether the TAM takes a QueryResponse unasked (draft-ietf-teep-protocol-26, section 6.2.1).
  func allowsUnasked(_ tam: Int) -> Bool { unasked & Self.bit(tam) != 0 }

  /// Something went wrong with a TAM, it cannot be told with which: all have to ask.
  mutating func forbidUnasked() { unasked = 0 }
}
