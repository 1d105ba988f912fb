import TEEPCodec

/// Components are written to slots of the store, which belong to nothing until the manifest is committed.
extension Agent: SUITPlatform where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  mutating func matches(_ identity: SUITIdentity, _ identifier: Span<UInt8>) -> Bool {
    store.trust.isIdentified(by: identifier, as: identity)
  }

  /// A component has one slot here, whatever pages it is in.
  mutating func isSlot(_ slot: UInt64, of component: borrowing SUITComponent) -> Bool { slot == 0 }

  @inline(never)
  mutating func write(
    _ component: borrowing SUITComponent, content: Span<UInt8>, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason) {
    let index = component.index
    guard let encryptionInfo else {
      try allocate(component, byteCount: content.count)
      return try append(content, to: index)
    }
    let tagCount = try Self.tagCount(of: encryptionInfo)
    try allocate(component, byteCount: content.count &- tagCount)
    _ = try append(decrypting: content, encryptionInfo: encryptionInfo, to: index)
  }

  @inline(never)
  mutating func fetch(
    _ component: borrowing SUITComponent, uri: Span<UInt8>, imageSize: Int?
  ) throws(SUITReportReason) {
    let index = component.index
    // What comes may be anything the broker likes.
    guard !isReadOnly, grantWear() else { throw .operationFailed }
    // Without a size a payload could not be bounded before it is written.
    guard let imageSize else { throw .parameterUnsupported }
    try allocate(component, byteCount: imageSize)
    do throws(FetchError) { try line.open(uri: uri) } catch { throw .operationFailed }
    var buffer = InlineArray<64, UInt8>(repeating: 0)
    while true {
      let count: Int
      var chunk = buffer.mutableSpan
      do throws(FetchError) { count = try line.read(into: &chunk) } catch { throw .operationFailed }
      if count == 0 { break }
      // A payload longer than its size overflows the slot, which refuses it.
      try append(buffer.span.extracting(first: count), to: index)
    }
    guard slots[index].isComplete else { throw .operationFailed }
  }

  @inline(never)
  mutating func copy(
    _ component: borrowing SUITComponent, from source: borrowing SUITComponent, encryptionInfo: Span<UInt8>?
  ) throws(SUITReportReason) -> Bool {
    let mapping = store.mapping
    let index = component.index
    guard index != source.index, let count = range(of: source, in: mapping.bytes)?.count else {
      throw .operationFailed
    }
    let tagCount = if let encryptionInfo { try Self.tagCount(of: encryptionInfo) } else { 0 }
    try allocate(component, byteCount: count &- tagCount)
    // The allocation may have moved what is installed.
    guard let range = range(of: source, in: mapping.bytes) else { throw .operationFailed }
    let content = mapping.bytes.extracting(range)
    guard let encryptionInfo else {
      try append(content, to: index)
      return false
    }
    return try append(decrypting: content, encryptionInfo: encryptionInfo, to: index)
  }

  /// Exchanges the slots; what is installed and stays so is copied first.
  mutating func swap(
    _ component: borrowing SUITComponent, with source: borrowing SUITComponent
  ) throws(SUITReportReason) {
    guard !isReadOnly else { throw .operationFailed }
    try takeCopy(of: component)
    try takeCopy(of: source)
    let slot = slots[component.index]
    slots[component.index] = slots[source.index]
    slots[source.index] = slot
  }

  private mutating func takeCopy(of component: borrowing SUITComponent) throws(SUITReportReason) {
    guard !slots.has(component.index) else { return }
    let mapping = store.mapping
    guard let count = range(of: component, in: mapping.bytes)?.count else { throw .operationFailed }
    var slot = Slot()
    do throws(StoreError) {
      slot = try store.allocate(byteCount: count)
      if let range = range(of: component, in: mapping.bytes) {
        try store.append(mapping.bytes.extracting(range), to: &slot)
      }
    } catch { throw .operationFailed }
    slots[component.index] = slot
  }

  @inline(never)
  mutating func image(of component: borrowing SUITComponent, digest: inout MutableSpan<UInt8>) -> Int? {
    #if !WITHOUT_LOADING
      if let range = loads.range(of: component.index) {
        Self.hash(range, loadedBy: device, into: &digest)
        return range.count
      }
    #endif
    let mapping = store.mapping
    guard let range = range(of: component, in: mapping.bytes) else { return nil }
    Self.sha256(of: mapping.bytes.extracting(range), into: &digest)
    return range.count
  }

  mutating func holds(_ content: Span<UInt8>, in component: borrowing SUITComponent) -> Bool {
    #if !WITHOUT_LOADING
      if let range = loads.range(of: component.index) {
        return Self.equals(content, range, loadedBy: device)
      }
    #endif
    let mapping = store.mapping
    guard let range = range(of: component, in: mapping.bytes) else { return false }
    return mapping.bytes.extracting(range).equalsInConstantTime(content)
  }

  mutating func invoke(
    _ component: borrowing SUITComponent, arguments: Span<UInt8>
  ) throws(SUITReportReason) {
    #if !WITHOUT_LOADING
      if let range = loads.range(of: component.index) {
        guard device.invoke(loaded: range, arguments: arguments) else { throw .operationFailed }
        return
      }
    #endif
    let mapping = store.mapping
    guard let range = range(of: component, in: mapping.bytes),
      device.invoke(mapping.bytes.extracting(range), arguments: arguments)
    else { throw .operationFailed }
  }

  /// A removed manifest releases its components when the removal is committed, so there is nothing to do here; in an
  /// update there is no link yet that could be released.
  mutating func unlink(_ component: borrowing SUITComponent) throws(SUITReportReason) {
    guard procedure.section == .uninstall else { throw .operationFailed }
  }

  @inline(never)
  static func sha256(of bytes: Span<UInt8>, into digest: inout MutableSpan<UInt8>) {
    var hash = Crypto.SHA256()
    hash.update(bytes)
    hash.finish(into: &digest)
  }

  /// Where in the flash a component's image is: that which was written, otherwise that which is installed.
  @inline(never)
  private mutating func range(of component: borrowing SUITComponent, in flash: Span<UInt8>) -> Range<Int>? {
    if slots.has(component.index) {
      let slot = slots[component.index]
      return slot.isComplete ? slot.extent.range : nil
    }
    return store.component(component.identifier, in: flash)?.range
  }
}
