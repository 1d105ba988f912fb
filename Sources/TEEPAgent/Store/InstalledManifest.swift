/// A view of an installed manifest and what it links, valid until the store changes.
public struct InstalledManifest: ~Escapable {
  private let flash: Span<UInt8>
  private let record: DirectoryRecord
  private let links: Directory

  @_lifetime(copy flash)
  init(_ record: DirectoryRecord, of directory: Directory, in flash: Span<UInt8>) {
    self.flash = flash
    self.record = record
    links = directory.links(of: record, in: flash)
  }

  /// What it was staged under: an encoded SUIT_Component_Identifier.
  public var identifier: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.name) }
  }

  /// Its sequence number (SUIT manifest, section 8.4.2).
  public var sequenceNumber: UInt64 { record.sequenceNumber(in: flash) }

  /// The 32 bytes of the digest that it was staged with.
  public var digest: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.digest) }
  }

  /// The bytes of its slot. They are as the digest says only if the reader checks that.
  public var manifest: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.extent(in: flash).range) }
  }

  /// Where in the flash those bytes are.
  var manifestRange: Range<Int> { record.extent(in: flash).range }

  /// How many components it links.
  public var componentCount: Int {
    @inline(never) get { links.count(of: .component, in: flash) }
  }

  /// One of its components in the order of staging, nil beyond the last.
  @_lifetime(copy self)
  @inline(never)
  public func component(at index: Int) -> InstalledComponent? {
    guard let record = links.record(.component, at: index, in: flash) else { return nil }
    return InstalledComponent(record, in: flash)
  }

  /// How many manifests it links as its dependencies.
  public var dependencyCount: Int {
    @inline(never) get { links.count(of: .dependency, in: flash) }
  }

  /// The identifier of one of its dependencies in the order of staging, nil beyond the last.
  @_lifetime(copy self)
  @inline(never)
  public func dependency(at index: Int) -> Span<UInt8>? {
    guard let record = links.record(.dependency, at: index, in: flash) else { return nil }
    return flash.extracting(record.name)
  }
}

/// A view of an installed component, valid until the store changes.
public struct InstalledComponent: ~Escapable {
  private let flash: Span<UInt8>
  private let record: DirectoryRecord

  @_lifetime(copy flash)
  init(_ record: DirectoryRecord, in flash: Span<UInt8>) {
    self.flash = flash
    self.record = record
  }

  /// What it was staged under: an encoded SUIT_Component_Identifier.
  public var identifier: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.name) }
  }

  /// The 32 bytes of the digest that it was staged with.
  public var digest: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.digest) }
  }

  /// Where in the flash its bytes are.
  var range: Range<Int> { record.extent(in: flash).range }

  /// Its contiguous bytes. They are as the digest says only if the reader checks that.
  public var bytes: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.extent(in: flash).range) }
  }
}
