/// The directory that a transaction writes.
struct Transaction {
  /// The first page of the first copy, and of the second one as soon as it has its place.
  var pages = (0, 0)
  /// How many pages the first copy may take; 0 where no transaction is open.
  var pageCount = 0
  /// Where the first copy ends so far.
  var end = 0
  /// Where the manifest begins that components and dependencies are linked to; 0 where there is none.
  var manifestOffset = 0
  /// The pages that are being cleared for a slot.
  var clearedPages = 0..<0

  var isOpen: Bool { pageCount != 0 }
  /// Where the pages of the first copy end.
  var limit: Int { (pages.0 &+ pageCount) &* flashPageSize }

  /// What the first copy has so far.
  var directory: Directory {
    Directory(start: pages.0 &* flashPageSize &+ Directory.headByteCount, end: end)
  }
}

/// What happens in a transaction: the first of these calls opens it, ``commit()`` makes all of them count at
/// once. After a throw of any of them the transaction is over and nothing of it was done; its slots are the
/// caller's to discard.
extension Store where F: ~Copyable {
  /// Installs a manifest, or replaces that of the same identifier and drops its links. Its components and
  /// dependencies follow in the calls after this one.
  ///
  /// - Parameters:
  ///   - identifier: an encoded SUIT_Component_Identifier, 1 to 128 bytes.
  ///   - sequenceNumber: not lower than the one remembered for the identifier.
  ///   - digest: 32 bytes, for the reader to check `slot` against.
  ///   - slot: the bytes of the manifest, complete.
  public mutating func put(
    manifest identifier: Span<UInt8>, sequenceNumber: UInt64, digest: Span<UInt8>, bytes slot: Slot
  ) throws(StoreError) {
    do throws(StoreError) {
      try beginManifest(identifier)
      let remembered = self.sequenceNumber(rememberedFor: identifier)
      guard sequenceNumber >= remembered ?? 0 else { throw .lowerSequenceNumber }
      let offset = transaction.end
      try stage(.manifest, identifier, slot, digest, sequenceNumber)
      transaction.manifestOffset = offset
    } catch {
      rollback()
      throw error
    }
  }

  /// Links the component in `slot`, complete, to the manifest put last. One that is installed already under that
  /// identifier is replaced; the commit refuses it if a manifest outside the transaction links the old one.
  public mutating func link(
    component identifier: Span<UInt8>, digest: Span<UInt8>, bytes slot: Slot
  ) throws(StoreError) {
    do throws(StoreError) {
      try requireUnlinked(identifier, .component)
      try stage(.component, identifier, slot, digest, nil)
    } catch {
      rollback()
      throw error
    }
  }

  /// Links a component that stays as it is to the manifest put last: one of this transaction, or else an
  /// installed one.
  public mutating func link(installed identifier: Span<UInt8>) throws(StoreError) {
    do throws(StoreError) {
      try requireUnlinked(identifier, .component)
      guard
        let record = transaction.directory.find(identifier, .component, in: flash.bytes)
          ?? directory.find(identifier, .component, in: flash.bytes)
      else { throw .notFound }
      try stage(record)
    } catch {
      rollback()
      throw error
    }
  }

  /// Links a manifest, as its dependency, to the manifest put last. The commit refuses it unless that one is installed
  /// then, by this transaction or an earlier one.
  public mutating func link(dependency identifier: Span<UInt8>) throws(StoreError) {
    do throws(StoreError) {
      try requireUnlinked(identifier, .dependency)
      try stage(.dependency, identifier, nil, nil, nil)
    } catch {
      rollback()
      throw error
    }
  }

  /// Removes a manifest and each component that no other one links. Its sequence number stays. The commit refuses it
  /// if a manifest that stays links it as its dependency.
  public mutating func remove(manifest identifier: Span<UInt8>) throws(StoreError) {
    do throws(StoreError) {
      try beginManifest(identifier)
      guard let record = directory.find(identifier, .manifest, in: flash.bytes), record.kind == .manifest
      else { throw .notFound }
      try stage(.removed, identifier, nil, nil, record.sequenceNumber(in: flash.bytes))
    } catch {
      rollback()
      throw error
    }
  }

  /// Replaces the provisioning content; 1 to 2,048 bytes.
  public mutating func put(provisioning content: Span<UInt8>) throws(StoreError) {
    try put(content, as: .provisioning)
  }

  /// Replaces a content; up to 1,024 bytes, of the provisioning 1 to 2,048.
  @inline(never)
  public mutating func put(_ bytes: Span<UInt8>, as content: StoreContent) throws(StoreError) {
    do throws(StoreError) {
      guard content.limits ~= bytes.count else { throw .provisioningTooLong }
      if !transaction.isOpen { try begin() }
      transaction.manifestOffset = 0
      let kind = DirectoryRecord.Kind.content(content)
      if transaction.directory.record(kind, at: 0, in: flash.bytes) != nil { throw .alreadyStaged }
      try stage(DirectoryRecord.head(kind, nameByteCount: bytes.count))
      try stage(bytes)
    } catch {
      rollback()
      throw error
    }
  }

  /// Forgets what was staged since the last commit. The slots stay as they are.
  @inline(never)
  public mutating func rollback() {
    held.remove(transaction.pageCount, from: transaction.pages.0)
    held.remove(transaction.pageCount, from: transaction.pages.1)
    transaction = Transaction()
  }

  @inline(never)
  private mutating func beginManifest(_ identifier: Span<UInt8>) throws(StoreError) {
    if !transaction.isOpen { try begin() }
    transaction.manifestOffset = 0
    if transaction.directory.find(identifier, .manifest, in: flash.bytes) != nil { throw .alreadyStaged }
  }

  @inline(never)
  private func requireUnlinked(
    _ identifier: Span<UInt8>, _ kind: DirectoryRecord.Kind
  ) throws(StoreError) {
    guard transaction.manifestOffset != 0 else { throw .noManifestStaged }
    let own = Directory(start: transaction.manifestOffset, end: transaction.end)
    if own.find(identifier, kind, in: flash.bytes) != nil { throw .alreadyStaged }
  }
}
