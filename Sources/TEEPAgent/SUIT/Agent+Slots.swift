import TEEPCodec

/// Where the commands of a manifest write: to slots of the store in an update, to the device's memory before an invocation.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Appends to a component that was given its place.
  mutating func append(_ content: Span<UInt8>, to component: Int) throws(SUITReportReason) {
    #if !WITHOUT_LOADING
      if loads.has(component) {
        guard let offset = loads.advance(component, by: content.count) else { throw .operationFailed }
        return device.load(content, at: offset)
      }
    #endif
    do throws(StoreError) { try store.append(content, to: &slots[component]) } catch {
      throw .operationFailed
    }
  }

  /// Gives a component a place for so many bytes, in place of what was written to it before.
  mutating func allocate(
    _ target: borrowing SUITComponent, byteCount: Int
  ) throws(SUITReportReason) {
    guard byteCount >= 0 else { throw .operationFailed }
    let component = target.index
    #if !WITHOUT_LOADING
      // Loading is what an invocation may write, and into what is not installed alone: others may link that.
      if isReadOnly, procedure.section == .load, store.component(target.identifier) == nil {
        let limit = device.loadableByteCount
        guard loads.allocate(component, byteCount: byteCount, limit: limit) else { throw .operationFailed }
        return
      }
    #endif
    guard !isReadOnly else { throw .operationFailed }
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
    for component in 0..<SUITProcedure.maximumComponents where slots.has(component) {
      store.discard(&slots[component])
      slots.clear(component)
    }
  }
}
