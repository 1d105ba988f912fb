import TEEPCodec

/// Components are written to slots of the store, which belong to nothing until the manifest is committed.
extension Agent: SUITPlatform where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  mutating func matches(vendorIdentifier: Span<UInt8>) -> Bool {
    guard let provisioning = Trust(store.provisioning).provisioning() else { return false }
    return provisioning.vendorIdentifier.equals(vendorIdentifier)
  }

  mutating func matches(classIdentifier: Span<UInt8>) -> Bool {
    guard let provisioning = Trust(store.provisioning).provisioning() else { return false }
    return provisioning.classIdentifier.equals(classIdentifier)
  }

  @inline(never)
  mutating func write(_ component: Int, content: Span<UInt8>) throws(SUITReportReason) {
    try allocate(component, byteCount: content.count)
    do throws(StoreError) { try store.append(content, to: &slots[component]) } catch {
      throw .operationFailed
    }
  }

  @inline(never)
  mutating func fetch(_ component: Int, uri: Span<UInt8>, imageSize: Int) throws(SUITReportReason) {
    // What comes may be anything the broker likes.
    guard wear.grant() else { throw .operationFailed }
    try allocate(component, byteCount: imageSize)
    do throws(FetchError) { try line.open(uri: uri) } catch { throw .operationFailed }
    var buffer = InlineArray<64, UInt8>(repeating: 0)
    while true {
      let count: Int
      var chunk = buffer.mutableSpan
      do throws(FetchError) { count = try line.read(into: &chunk) } catch { throw .operationFailed }
      if count == 0 { break }
      // A payload longer than its size overflows the slot, which refuses it.
      do throws(StoreError) {
        try store.append(buffer.span.extracting(first: count), to: &slots[component])
      } catch { throw .operationFailed }
    }
    guard slots[component].isComplete else { throw .operationFailed }
  }

  @inline(never)
  mutating func image(of component: Int, digest: inout MutableSpan<UInt8>) -> Int? {
    guard slots.has(component), slots[component].isComplete else { return nil }
    let bytes = store.bytes(of: slots[component])
    Self.sha256(of: bytes, into: &digest)
    return bytes.count
  }

  @inline(never)
  static func sha256(of bytes: Span<UInt8>, into digest: inout MutableSpan<UInt8>) {
    var hash = Crypto.SHA256()
    hash.update(bytes)
    hash.finish(into: &digest)
  }

  /// A removed manifest releases its components when the removal is committed, so there is nothing to do here; in an
  /// update there is no link yet that could be released.
  mutating func unlink(_ component: Int) throws(SUITReportReason) {
    guard isUninstalling else { throw .operationFailed }
  }

  private mutating func allocate(_ component: Int, byteCount: Int) throws(SUITReportReason) {
    if slots.has(component) {
      store.discard(&slots[component])
      slots.clear(component)
    }
    do throws(StoreError) { slots[component] = try store.allocate(byteCount: byteCount) } catch {
      throw .operationFailed
    }
  }

  /// Frees what a manifest that is not committed has written.
  mutating func discardSlots() {
    for component in 0..<SUITProcessor.maximumComponents where slots.has(component) {
      store.discard(&slots[component])
      slots.clear(component)
    }
  }
}
