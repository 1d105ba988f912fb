/// A view of an installed manifest and its components, valid until the store changes.
public struct InstalledManifest: ~Escapable {
  private let flash: Span<UInt8>
  private let record: DirectoryRecord
  private let directory: Directory

  @_lifetime(copy flash)
  init(_ record: DirectoryRecord, of directory: Directory, in flash: Span<UInt8>) {
    self.flash = flash
    self.record = record
    self.directory = directory
  }

  /// What it was staged under: an encoded SUIT_Component_Identifier.
  public var identifier: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.identifier) }
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

  /// How many components it links.
  public var componentCount: Int {
    var count = 0
    var offset = record.end
    while let next = directory.record(at: offset, in: flash), next.kind == .component {
      count &+= 1
      offset = next.end
    }
    return count
  }

  /// One of its components in the order of staging, nil beyond the last.
  @_lifetime(copy self)
  public func component(at index: Int) -> InstalledComponent? {
    var left = index
    var offset = record.end
    while let next = directory.record(at: offset, in: flash), next.kind == .component {
      if left == 0 { return InstalledComponent(next, in: flash) }
      left &-= 1
      offset = next.end
    }
    return nil
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
    @_lifetime(copy self) get { flash.extracting(record.identifier) }
  }

  /// The 32 bytes of the digest that it was staged with.
  public var digest: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.digest) }
  }

  /// Its contiguous bytes. They are as the digest says only if the reader checks that.
  public var bytes: Span<UInt8> {
    @_lifetime(copy self) get { flash.extracting(record.extent(in: flash).range) }
  }
}
