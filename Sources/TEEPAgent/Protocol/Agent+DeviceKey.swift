import TEEPCodec

/// The key that the device makes itself, where its provisioning leaves that to it, and how its public key is read.
///
/// It is made at the first start, in RAM, and comes into the store with the public key in one commit: after a power cut there
/// is either none, and the next start makes another one, or all of it. Only then can the public key be read, so that none
/// is ever given out whose private key is not kept. It is given to whoever asks until a caller has confirmed, by sending it
/// back, that it holds it; the store then forgets that there is something to be read.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Bytes of a public key as it is kept and given out: the COSE_Key {1: 2, -1: 1, -2: x, -3: y}, of which its thumbprint is
  /// a digest too (RFC 9679, section 3).
  private static var publicKeyByteCount: Int { 75 }
  /// How often a private key is drawn: one is not valid (SEC 1, section 3.2.1) with a probability of 2⁻³².
  private static var drawLimit: Int { 4 }

  /// Makes the device's key, for ESP256, where the device has to and has not done so.
  ///
  /// - Parameters:
  ///   - message: room for what is provisioned; overwritten with zeros behind it.
  ///   - response: room for the public key: more than a COSE_Key takes.
  /// - Returns: why the agent can do nothing at all; nil where it has a key.
  @inline(never)
  public mutating func makeDeviceKey(
    message: inout MutableSpan<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentCallFailure? {
    guard let isMissing = store.trust.deviceKey(at: 0)?.isMissing, store.trust.anchorCount(of: .tam) > 0,
      store.trust.anchorCount(of: .signer) > 0
    else { return .notProvisioned }
    guard isMissing else { return nil }
    let count = store.provisioning.count
    guard count <= message.count else { return .tooLarge }
    let isDrawn = device.passesHealthTest() && drawDeviceKey(&message, &response)
    let isKept =
      isDrawn
      && keepDeviceKey(
        message.span.extracting(first: count), response.span.extracting(first: Self.publicKeyByteCount))
    Crypto.wipe(&message)
    return isKept ? nil : isDrawn ? .flashFailed : .unsoundRandomSource
  }

  /// Copies what is provisioned to the start of `provisioning`, puts a new key into it, and writes the public one to the start
  /// of `encoded`.
  @inline(never)
  private mutating func drawDeviceKey(
    _ provisioning: inout MutableSpan<UInt8>, _ encoded: inout MutableSpan<UInt8>
  ) -> Bool {
    provisioning.copy(store.provisioning, to: 0)
    var privateKey = provisioning._mutatingExtracting(Provisioning.devicePrivateKeyRange)
    var coordinates = encoded._mutatingExtracting(8..<72)
    var draws = 0
    repeat {
      guard draws < Self.drawLimit else { return false }
      draws &+= 1
      device.fill(&privateKey)
    } while !crypto.publicKey(of: privateKey.span, into: &coordinates)
    Self.frame(&encoded)
    var hash = Crypto.SHA256()
    hash.update(encoded.span.extracting(first: Self.publicKeyByteCount))
    var identifier = provisioning._mutatingExtracting(Provisioning.deviceKeyIdentifierRange)
    hash.finish(into: &identifier)
    return true
  }

  /// Makes a COSE_Key of the coordinates that begin at byte 8.
  private static func frame(_ encoded: inout MutableSpan<UInt8>) {
    let head: InlineArray<8, UInt8> = [0xA4, 0x01, 0x02, 0x20, 0x01, 0x21, 0x58, 0x20]
    encoded.copy(head.span, to: 0)
    for index in 0..<32 { encoded[74 &- index] = encoded[71 &- index] }
    encoded[40] = 0x22
    encoded[41] = 0x58
    encoded[42] = 0x20
  }

  private mutating func keepDeviceKey(_ provisioning: Span<UInt8>, _ publicKey: Span<UInt8>) -> Bool {
    do throws(StoreError) {
      try store.put(provisioning: provisioning)
      try keepPublicKey(publicKey)
      return true
    } catch { return false }
  }

  /// ReadKey: gives the public key, or takes the confirmation of a caller that it holds it.
  ///
  /// - Parameter confirmed: the public key that the caller holds, as it was given; none where it asks for it.
  public mutating func readKey(
    confirmed: Span<UInt8>, response: inout MutableSpan<UInt8>
  ) -> AgentAnswer {
    let count = copyPublicKey(to: &response)
    guard count > 0 else { return .failure(.noKeyToRead) }
    guard !confirmed.isEmpty else { return .message(start: 0, count: count) }
    guard confirmed.equals(response.span.extracting(first: count)) else {
      return .failure(.malformedArgument)
    }
    do throws(StoreError) {
      try keepPublicKey(Span())
      return .nothing
    } catch { return .failure(.flashFailed) }
  }

  private mutating func copyPublicKey(to response: inout MutableSpan<UInt8>) -> Int {
    let key = store.content(.publicKey)
    response.copy(key, to: 0)
    return key.count
  }

  /// Puts the public key that is to be read, or that none is, into the store, and commits what is staged.
  @inline(never)
  private mutating func keepPublicKey(_ key: Span<UInt8>) throws(StoreError) {
    try store.put(key, as: .publicKey)
    try store.commit()
    noteContentChange()
  }
}
