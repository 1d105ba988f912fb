import TEEPCodec

/// What a device is identified by; raw values are the condition and its parameter.
enum SUITIdentity: Int32 {
  case vendor = 1
  case deviceClass = 2
  case device = 24
}

/// A component of the tree, by its index in ``SUITProcedure/components`` and its encoded identifier.
struct SUITComponent: ~Escapable {
  let index: Int
  let identifier: Span<UInt8>

  @_lifetime(copy identifier)
  init(_ index: Int, identifier: Span<UInt8>) {
    self.index = index
    self.identifier = identifier
  }
}

/// What SUIT procedures work on: whatever holds components, fetches payloads and checks signatures.
///
/// The procedures are extensions of it, and keep what they know in ``procedure``: nothing of that is on the stack while
/// a signature is checked.
protocol SUITPlatform: ~Copyable {
  var procedure: SUITProcedure { get set }

  /// Whether the device has this vendor, class or device identifier (16 bytes).
  mutating func matches(_ identity: SUITIdentity, _ identifier: Span<UInt8>) -> Bool

  /// Whether the component is in this slot.
  mutating func isSlot(_ slot: UInt64, of component: borrowing SUITComponent) -> Bool

  /// Puts `content`, or what it decrypts to, into the component.
  mutating func write(
    _ component: borrowing SUITComponent, content: Span<UInt8>, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason)

  /// Puts the payload at `uri` (UTF-8), which has `imageSize` bytes where the manifest says it, into the component.
  mutating func fetch(
    _ component: borrowing SUITComponent, uri: Span<UInt8>, imageSize: Int?
  ) throws(SUITReportReason)

  /// Puts what `source` holds, or what that decrypts to, into the component; says whether the decryption authenticated it.
  mutating func copy(
    _ component: borrowing SUITComponent, from source: borrowing SUITComponent, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason) -> Bool

  /// Finds the content key of an encoded COSE_Encrypt, for the next ``write(_:content:encryptionInfo:)`` or
  /// ``copy(_:from:encryptionInfo:)``.
  mutating func recoverContentKey(_ encryptionInfo: Span<UInt8>) throws(SUITReportReason)

  /// Exchanges what the two hold.
  mutating func swap(
    _ component: borrowing SUITComponent, with source: borrowing SUITComponent
  ) throws(SUITReportReason)

  /// The size of the component's image, and its SHA-256 digest in the first 32 bytes of `digest`; nil where the component
  /// has no image.
  mutating func image(of component: borrowing SUITComponent, digest: inout MutableSpan<UInt8>) -> Int?

  /// Whether the component holds these bytes; takes the same time wherever they differ.
  mutating func holds(_ content: Span<UInt8>, in component: borrowing SUITComponent) -> Bool

  /// Hands over to the component.
  mutating func invoke(
    _ component: borrowing SUITComponent, arguments: Span<UInt8>
  ) throws(SUITReportReason)

  /// Releases the manifest's hold on the component.
  mutating func unlink(_ component: borrowing SUITComponent) throws(SUITReportReason)

  /// Where in the flash the envelope is that was fetched into a dependency.
  mutating func fetchedEnvelope(_ component: Int) -> Range<Int>?

  /// Where in the flash the installed manifest is that is known by the component's identifier and has the SHA-256
  /// `digest`, whatever its digest where none is given.
  mutating func installedManifest(
    _ component: borrowing SUITComponent, digest: Span<UInt8>?
  ) throws(SUITReportReason) -> Range<Int>?

  /// Who signed the envelope; throws where nobody did who is trusted, or where the manifest has another digest.
  mutating func authenticate(_ envelope: Span<UInt8>) throws(SUITReportReason) -> TrustedSigner

  /// Throws where the signer may not sign for the manifest, or where it is older than one that was accepted.
  mutating func authorize(
    _ manifest: borrowing SUITManifest, signer: UInt8
  ) throws(SUITReportReason)

  /// Whether the manifests of this signer need no conditions on vendor and class.
  mutating func allowsMissingConditions(signer: UInt8) -> Bool

  /// Whether dependencies of this signer's manifests need no dependency-integrity before they are processed, which then
  /// checks it itself.
  mutating func allowsImplicitIntegrity(signer: UInt8) -> Bool

  /// SHA-256 of any bytes, into the first 32 bytes of `digest`.
  static func sha256(of bytes: Span<UInt8>, into digest: inout MutableSpan<UInt8>)
}
