import AgentCryptoBearSSL
import TEEPCodec
import TEEPTestSupport

@testable import TEEPAgent

/// A platform that keeps components in memory and writes down all that it is asked to do.
///
/// The digests of the manifest draft's examples are patterns that no payload has, so it can be told the digest of what a URI
/// brings.
struct RecordingPlatform: SUITPlatform, ~Copyable {
  struct Image: Equatable {
    var bytes: [UInt8] = []
    var size = 0
    var digest: [UInt8] = []

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      size = bytes.count
      digest = TestEnvelope.sha256(bytes)
    }

    init(size: Int, digest: [UInt8]) {
      self.size = size
      self.digest = digest
    }
  }

  var procedure = SUITProcedure()
  /// What was done, in order.
  private(set) var log: [String] = []
  var vendor: [UInt8] = []
  var deviceClass: [UInt8] = []
  var slot: UInt64 = 0
  var allowsMissing = false
  var allowsImplicit = false
  /// What each URI brings.
  var payloads: [String: Image] = [:]
  /// Components by their encoded identifier.
  var images: [[UInt8]: Image] = [:]
  /// Fetched and installed manifests, one behind the other, as a flash would hold them.
  private(set) var flash: [UInt8] = []
  private var envelopes: [Int: Range<Int>] = [:]

  private mutating func note(_ what: String, _ component: borrowing SUITComponent, _ more: String = "") {
    log.append(
      "\(what) \([UInt8](copying: component.identifier).hexadecimal)" + (more.isEmpty ? "" : " " + more))
  }

  mutating func matches(_ identity: SUITIdentity, _ identifier: Span<UInt8>) -> Bool {
    log.append("\(identity)")
    let own = identity == .vendor ? vendor : identity == .deviceClass ? deviceClass : []
    return [UInt8](copying: identifier) == own
  }

  mutating func isSlot(_ slot: UInt64, of component: borrowing SUITComponent) -> Bool {
    note("slot", component, "\(slot)")
    return slot == self.slot
  }

  mutating func write(
    _ component: borrowing SUITComponent, content: Span<UInt8>, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason) {
    note(encryptionInfo == nil ? "write" : "decrypt", component)
    images[[UInt8](copying: component.identifier)] = Image([UInt8](copying: content))
  }

  mutating func fetch(
    _ component: borrowing SUITComponent, uri: Span<UInt8>, imageSize: Int?
  ) throws(SUITReportReason) {
    let name = String(decoding: [UInt8](copying: uri), as: UTF8.self)
    note("fetch", component, name)
    guard let payload = payloads[name] else { throw .operationFailed }
    guard imageSize == nil || payload.size == imageSize else { throw .operationFailed }
    images[[UInt8](copying: component.identifier)] = payload
    envelopes[component.index] = flash.count..<flash.count + payload.bytes.count
    flash += payload.bytes
  }

  mutating func copy(
    _ component: borrowing SUITComponent, from source: borrowing SUITComponent, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason) -> Bool {
    note("copy", component, [UInt8](copying: source.identifier).hexadecimal)
    images[[UInt8](copying: component.identifier)] = images[[UInt8](copying: source.identifier)]
    return encryptionInfo != nil
  }

  mutating func recoverContentKey(_ encryptionInfo: Span<UInt8>) throws(SUITReportReason) {
    log.append("key")
  }

  mutating func swap(
    _ component: borrowing SUITComponent, with source: borrowing SUITComponent
  ) throws(SUITReportReason) {
    note("swap", component, [UInt8](copying: source.identifier).hexadecimal)
    let (own, other) = ([UInt8](copying: component.identifier), [UInt8](copying: source.identifier))
    (images[own], images[other]) = (images[other], images[own])
  }

  mutating func image(of component: borrowing SUITComponent, digest: inout MutableSpan<UInt8>) -> Int? {
    note("image", component)
    guard let image = images[[UInt8](copying: component.identifier)] else { return nil }
    for index in image.digest.indices { digest[index] = image.digest[index] }
    return image.size
  }

  mutating func holds(_ content: Span<UInt8>, in component: borrowing SUITComponent) -> Bool {
    note("holds", component)
    return images[[UInt8](copying: component.identifier)]?.bytes == [UInt8](copying: content)
  }

  mutating func invoke(
    _ component: borrowing SUITComponent, arguments: Span<UInt8>
  ) throws(SUITReportReason) {
    note("invoke", component, String(decoding: [UInt8](copying: arguments), as: UTF8.self))
  }

  mutating func unlink(_ component: borrowing SUITComponent) throws(SUITReportReason) {
    note("unlink", component)
  }

  mutating func fetchedEnvelope(_ component: Int) -> Range<Int>? { envelopes[component] }

  mutating func installedManifest(
    _ component: borrowing SUITComponent, digest: Span<UInt8>?
  ) throws(SUITReportReason) -> Range<Int>? { nil }

  mutating func authenticate(_ envelope: Span<UInt8>) throws(SUITReportReason) -> TrustedSigner {
    log.append("authenticate")
    return TrustedSigner(index: 0, verdict: SignatureVerdict(libraryResult: 1))
  }

  mutating func authorize(
    _ manifest: borrowing SUITManifest, signer: UInt8
  ) throws(SUITReportReason) { log.append("authorize \(manifest.sequenceNumber)") }

  mutating func allowsMissingConditions(signer: UInt8) -> Bool { allowsMissing }

  mutating func allowsImplicitIntegrity(signer: UInt8) -> Bool { allowsImplicit }

  static func sha256(of bytes: Span<UInt8>, into digest: inout MutableSpan<UInt8>) {
    var hash = BearSSLCrypto.SHA256()
    hash.update(bytes)
    hash.finish(into: &digest)
  }
}

extension RecordingPlatform {
  /// Takes an envelope and runs what `body` says; the flash is that of before.
  mutating func run(
    _ bytes: [UInt8], flash: [UInt8] = [],
    _ body: (inout RecordingPlatform, borrowing SUITMemory) throws(SUITReportReason) -> Void
  ) -> SUITReportReason? {
    do throws(SUITReportReason) {
      let memory = SUITMemory(message: bytes.span, flash: flash.span)
      let envelope = try SUITEnvelope.read(bytes.span)
      try take(
        root: SUITExtent(envelope.manifestOffset, count: envelope.manifest.count, inFlash: false),
        envelope: SUITExtent(0, count: bytes.count, inFlash: false), signer: 0, memory)
      try body(&self, memory)
      return nil
    } catch { return error }
  }

  /// The update procedure.
  mutating func update(_ bytes: [UInt8], flash: [UInt8] = []) -> SUITReportReason? {
    run(bytes, flash: flash) { (platform, memory) throws(SUITReportReason) in try platform.update(memory) }
  }

  /// The invocation procedure.
  mutating func invoke(_ bytes: [UInt8]) -> SUITReportReason? {
    run(bytes) { (platform, memory) throws(SUITReportReason) in
      try platform.run(.validate, memory)
      try platform.run(.load, memory)
      try platform.run(.invoke, memory)
    }
  }
}
