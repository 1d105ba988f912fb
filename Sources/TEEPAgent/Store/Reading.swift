extension Store where F: ~Copyable {
  /// The provisioning content.
  public var provisioning: Span<UInt8> {
    @_lifetime(borrow self) get { content(.provisioning) }
  }

  /// A content; no bytes where there is none.
  @_lifetime(borrow self)
  public func content(_ content: StoreContent) -> Span<UInt8> {
    self.content(content, in: flash.bytes)
  }

  /// The same as a view of `bytes`, all those of ``mapping``.
  @_lifetime(copy bytes)
  @inline(never)
  public func content(_ content: StoreContent, in bytes: Span<UInt8>) -> Span<UInt8> {
    let record = directory.record(.content(content), at: 0, in: bytes)
    return bytes.extracting(record?.name ?? 0..<0)
  }

  /// A reader of the flash that outlives changes of the store: through it a message in a slot or an installed
  /// component can be read while others are written.
  public var mapping: F.Mapping { flash.mapping }

  /// How many manifests are installed.
  public var manifestCount: Int { directory.count(of: .manifest, in: flash.bytes) }

  /// How many manifests are remembered with their sequence number, installed and removed ones together, at
  /// most ``StoreLayout/identifierLimit``.
  public var identifierCount: Int { directory.identifierCount(in: flash.bytes) }

  /// An installed manifest, in no particular order; nil beyond the last.
  @_lifetime(borrow self)
  public func manifest(at index: Int) -> InstalledManifest? { manifest(at: index, in: flash.bytes) }

  /// The same as a view of `bytes`, all those of ``mapping``.
  @_lifetime(copy bytes)
  @inline(never)
  public func manifest(at index: Int, in bytes: Span<UInt8>) -> InstalledManifest? {
    guard let record = directory.record(.manifest, at: index, in: bytes) else { return nil }
    return InstalledManifest(record, of: directory, in: bytes)
  }

  /// The installed manifest with that identifier.
  @_lifetime(borrow self)
  public func manifest(_ identifier: borrowing Span<UInt8>) -> InstalledManifest? {
    manifest(identifier, in: flash.bytes)
  }

  /// The same as a view of `bytes`, all those of ``mapping``.
  @_lifetime(copy bytes)
  @inline(never)
  public func manifest(_ identifier: borrowing Span<UInt8>, in bytes: Span<UInt8>) -> InstalledManifest? {
    guard let record = directory.find(identifier, .manifest, in: bytes), record.kind == .manifest
    else { return nil }
    return InstalledManifest(record, of: directory, in: bytes)
  }

  /// The installed component with that identifier.
  @_lifetime(borrow self)
  public func component(_ identifier: borrowing Span<UInt8>) -> InstalledComponent? {
    component(identifier, in: flash.bytes)
  }

  /// The same as a view of `bytes`, all those of ``mapping``.
  @_lifetime(copy bytes)
  @inline(never)
  public func component(_ identifier: borrowing Span<UInt8>, in bytes: Span<UInt8>) -> InstalledComponent? {
    guard let record = directory.find(identifier, .component, in: bytes) else { return nil }
    return InstalledComponent(record, in: bytes)
  }

  /// How many installed manifests link the component with that identifier.
  public func linkCount(ofComponent identifier: Span<UInt8>) -> Int {
    directory.count(of: .component, identifier, in: flash.bytes)
  }

  /// How many installed manifests link the manifest with that identifier as their dependency.
  public func linkCount(ofManifest identifier: Span<UInt8>) -> Int {
    directory.count(of: .dependency, identifier, in: flash.bytes)
  }

  /// Whether another manifest than `manifest` links the component, which can then not be overwritten.
  public func isLinked(component identifier: Span<UInt8>, byOtherThan manifest: Span<UInt8>) -> Bool {
    var own = 0
    if let record = directory.find(manifest, .manifest, in: flash.bytes) {
      own = directory.links(of: record, in: flash.bytes).count(of: .component, identifier, in: flash.bytes)
    }
    return linkCount(ofComponent: identifier) > own
  }

  /// The sequence number of the manifest with that identifier, installed now or removed; nil where none ever
  /// was. A lower one is not to be installed (SUIT manifest, section 6.1).
  public func sequenceNumber(rememberedFor identifier: Span<UInt8>) -> UInt64? {
    directory.find(identifier, .manifest, in: flash.bytes)?.sequenceNumber(in: flash.bytes)
  }

  /// Bytes of the pages that slots can have. Pages in a row can be fewer.
  public var freeByteCount: Int {
    let reserved = StoreLayout.copyCount &* directory.pageCount
    return max(0, freePageCount &- reserved) &* flashPageSize
  }
}
