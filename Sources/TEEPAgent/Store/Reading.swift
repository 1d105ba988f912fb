extension Store where F: ~Copyable {
  /// The provisioning content.
  public var provisioning: Span<UInt8> {
    @_lifetime(borrow self) get {
      flash.bytes.extracting(ProvisioningContent.range(copy: provisioningCopy, in: flash.bytes))
    }
  }

  /// How many manifests are installed.
  public var manifestCount: Int { directory.count(of: .manifest, in: flash.bytes) }

  /// How many manifests are remembered with their sequence number, installed and removed ones together, at
  /// most ``StoreLayout/identifierLimit``.
  public var identifierCount: Int { directory.identifierCount(in: flash.bytes) }

  /// An installed manifest, in no particular order; nil beyond the last.
  @_lifetime(borrow self)
  public func manifest(at index: Int) -> InstalledManifest? {
    let flash = flash.bytes
    var left = index
    let directory = directory
    var offset = directory.start
    while let record = directory.record(at: offset, in: flash) {
      if record.kind == .manifest {
        if left == 0 { return InstalledManifest(record, of: directory, in: flash) }
        left &-= 1
      }
      offset = record.end
    }
    return nil
  }

  /// The installed manifest with that identifier.
  @_lifetime(borrow self)
  public func manifest(_ identifier: borrowing Span<UInt8>) -> InstalledManifest? {
    let flash = flash.bytes
    let directory = directory
    guard let record = directory.find(identifier, component: false, in: flash), record.kind == .manifest
    else { return nil }
    return InstalledManifest(record, of: directory, in: flash)
  }

  /// The installed component with that identifier.
  @_lifetime(borrow self)
  public func component(_ identifier: borrowing Span<UInt8>) -> InstalledComponent? {
    let flash = flash.bytes
    guard let record = directory.find(identifier, component: true, in: flash) else { return nil }
    return InstalledComponent(record, in: flash)
  }

  /// How many installed manifests link the component with that identifier.
  public func linkCount(ofComponent identifier: Span<UInt8>) -> Int {
    let flash = flash.bytes
    var count = 0
    var rest = directory
    while let record = rest.find(identifier, component: true, in: flash) {
      count &+= 1
      rest.start = record.end
    }
    return count
  }

  /// The sequence number of the manifest with that identifier, installed now or removed; nil where none ever
  /// was. A lower one is not to be installed (SUIT manifest, section 6.1).
  public func sequenceNumber(rememberedFor identifier: Span<UInt8>) -> UInt64? {
    let flash = flash.bytes
    return directory.find(identifier, component: false, in: flash)?.sequenceNumber(in: flash)
  }

  /// Whether both copies of the journal or the directory were found damaged: nothing counts as installed, and
  /// every change throws ``StoreError/sequenceNumbersLost``.
  public var hasLostSequenceNumbers: Bool {
    if case .sequenceNumbersLost? = refusal { true } else { false }
  }

  /// Bytes of the pages that slots can have. Pages in a row can be fewer.
  public var freeByteCount: Int {
    let reserved = StoreLayout.copyCount &* max(1, current.pageCount)
    return max(0, taken.freeRunCount(of: 1, in: pool) &- reserved) &* flashPageSize
  }
}
