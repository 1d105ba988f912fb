import TEEPCodec

/// A TEEP Agent (draft-ietf-teep-protocol-26; RFC 9397, section 6.2): a passive machine whose calls each leave it in a
/// state from which the next one works.
///
/// Messages are authenticated before they are parsed deeper: the COSE signature before the TEEP content, the manifest's
/// signature before the manifest's content.
public struct Agent<
  StoreFlash: Flash & ~Copyable, Crypto: AgentCrypto & ~Copyable, Line: PayloadFetcher & ~Copyable,
  Device: AgentDevice
>: ~Copyable {
  var store: Store<StoreFlash>
  let crypto: Crypto
  /// Chance and time.
  public var device: Device
  /// The line to the broker.
  public var line: Line
  /// The numbers of the TAM whose message is at hand.
  var numbers = TEEPNumbers.final
  var pending = PendingRequests()
  var slots = ComponentSlots()
  #if !WITHOUT_LOADING
    var loads = LoadedComponents()
  #endif
  /// The message that is larger than the RAM for it.
  var inbox = Slot()
  var wear = WearLimit()
  /// The same for contents of the store (``StoreContent``), which keep no large message from being taken.
  var contentWear = WearLimit()
  /// What was agreed on with each TAM.
  var agreements = Agreements()
  #if !WITHOUT_TAM_ATTESTATION
    /// What an attestation result of a TAM has to hold, and of which TAM; it is demanded once.
    var challenge = InlineArray<32, UInt8>(repeating: 0)
    var challengedTAM: Int?
  #endif
  #if !WITHOUT_CERTIFICATES
    /// The TAM whose certificate was the last one, and its key.
    var certifiedTAM: CertifiedSigner?
    /// Why the certificates beside the manifest at hand do not count.
    var manifestCertificateFailure: CertificateFailure?
  #endif
  /// Which of the device's keys signs the answer to the message at hand.
  var keyIndex = 0
  /// The manifest of the message at hand that could not be processed, and why.
  var failedManifest: FailureReport?
  /// What the SUIT procedure under way knows.
  var procedure = SUITProcedure()
  /// The key of the payload that is decrypted next.
  var contentKey = InlineArray<16, UInt8>(repeating: 0)
  /// The TAM whose message is processed; nil where that message has replaced the trust anchors.
  var sendingTAM: Int?
  /// Whether what is installed is processed, and nothing is to be written.
  var isReadOnly = false
  /// A bit for each installed manifest, in the order of the store, that was found not to be sound since it was installed.
  var unsoundManifests: UInt64 = 0
  /// The TAM that the next policy check names.
  var nextTAM = 0

  /// An agent that has what `store` holds.
  public init(
    store: consuming Store<StoreFlash>, crypto: consuming Crypto, line: consuming Line, device: Device
  ) {
    self.store = store
    self.crypto = crypto
    self.line = line
    self.device = device
    takePending()
    takeWear()
  }
}
