import TEEPCodec

/// Runs the command sequences of one manifest (draft-ietf-suit-manifest-37, section 6).
///
/// Parameters live as long as the processor: one procedure, an update or an uninstallation. A manifest with
/// dependencies, or with more components than ``maximumComponents``, is refused as `component-unsupported`; an unknown
/// command or parameter is refused as such.
struct SUITProcessor: ~Copyable {
  /// Components of one manifest.
  static let maximumComponents = 4
  /// Commands of all sequences of one procedure.
  static let maximumCommands = 256

  var parameters = InlineArray<4, ComponentParameters>(repeating: ComponentParameters())
  /// The component that commands are about.
  var componentIndex = 0
  let componentCount: Int
  /// Whether the device's vendor and class were checked, each with success.
  var checkedVendor = false
  var checkedClass = false
  /// Bit i: component i has an image that matched its digest since it was last written.
  var verified: UInt32 = 0
  /// Bit i: component i was written by this procedure.
  var written: UInt32 = 0
  private var commandCount = 0
  /// Whether the bytes that hold the sequences are an envelope, and may hold integrated payloads and severed sections.
  let isEnvelope: Bool

  /// A processor for a manifest whose `common` this is.
  init(_ common: borrowing SUITCommon, isEnvelope: Bool) throws(SUITFailure) {
    guard common.dependencyCount == 0, common.componentCount > 0,
      common.componentCount <= Self.maximumComponents
    else { throw SUITFailure(.componentUnsupported) }
    componentCount = common.componentCount
    self.isEnvelope = isEnvelope
  }

  /// Runs a section, if the manifest has it, after the shared sequence (section 6.4).
  ///
  /// - Parameter source: the envelope or manifest in which the manifest lies at its base: what its ranges are of.
  @inline(never)
  mutating func run<Platform: SUITPlatform & ~Copyable>(
    _ section: SUITSection, of manifest: borrowing SUITManifest, source: Span<UInt8>,
    on platform: inout Platform
  ) throws(SUITFailure) {
    let shared: SUITCommandSequence?
    do throws(DecodeError) {
      guard try manifest.has(section) else { return }
      shared = try manifest.common().sharedSequence()
    } catch { throw SUITFailure(.cborParse) }
    componentIndex = 0
    if let shared { try run(shared, of: section, source: source, on: &platform) }
    componentIndex = 0
    let own: SUITCommandSequence?
    do throws(DecodeError) { own = try manifest.sequence(section) } catch {
      throw Self.failure(.cborParse, section)
    }
    if let own { return try run(own, of: section, source: source, on: &platform) }
    let severed = try severedSequence(section, of: manifest, source: source, on: &platform)
    try run(severed, of: section, source: source, on: &platform)
  }

  /// The commands of a section that was severed: they are in the envelope, and have the digest that the manifest has in
  /// their place (section 8.2).
  @_lifetime(copy source)
  @inline(never)
  private mutating func severedSequence<Platform: SUITPlatform & ~Copyable>(
    _ section: SUITSection, of manifest: borrowing SUITManifest, source: Span<UInt8>,
    on platform: inout Platform
  ) throws(SUITFailure) -> SUITCommandSequence {
    do throws(DecodeError) {
      guard isEnvelope, let digest = try manifest.severedDigest(section),
        let wrapped = try SUITEnvelope(decoding: source).severedSection(section)
      else { throw DecodeError(.missingMember, at: 0) }
      var computed = InlineArray<32, UInt8>(repeating: 0)
      var computedSpan = computed.mutableSpan
      Platform.sha256(of: wrapped.bytes, into: &computedSpan)
      guard digest.algorithm == .sha256, computed.span.equals(digest.bytes) else {
        throw DecodeError(.unsupported, at: 0)
      }
      var reader = wrapped
      return try SUITCommandSequence(reader.nested(reader.byteStringRange()))
    } catch {
      throw Self.failure(.severingUnsupported, section)
    }
  }

  @inline(never)
  private mutating func run<Platform: SUITPlatform & ~Copyable>(
    _ sequence: borrowing SUITCommandSequence, of section: SUITSection, source: Span<UInt8>,
    on platform: inout Platform
  ) throws(SUITFailure) {
    var commands = copy sequence
    while true {
      let next: SUITCommand?
      do throws(DecodeError) { next = try commands.next() } catch { throw Self.failure(.cborParse, section) }
      guard let command = next else { return }
      commandCount &+= 1
      do throws(SUITReportReason) {
        guard commandCount <= Self.maximumCommands else { throw .operationFailed }
        try execute(command, source: source, on: &platform)
      } catch {
        throw SUITFailure(
          error, code: command.rawCode,
          record: SUITRecord(
            section: section.rawValue, offset: UInt32(truncatingIfNeeded: command.offset),
            componentIndex: UInt16(truncatingIfNeeded: componentIndex)))
      }
    }
  }

  private static func failure(_ reason: SUITReportReason, _ section: SUITSection) -> SUITFailure {
    SUITFailure(reason, record: SUITRecord(section: section.rawValue, offset: 0, componentIndex: 0))
  }
}
