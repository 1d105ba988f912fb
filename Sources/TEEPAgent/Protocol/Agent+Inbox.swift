/// Messages that are larger than the RAM for them: written to flash as they arrive, and parsed there.
extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
  /// Makes room for a message of that many bytes; false where there is none, or the broker has had too many of them
  /// written in vain.
  public mutating func openInbox(byteCount: Int) -> Bool {
    closeInbox()
    beginMessage()
    guard grantWear() else { return false }
    do throws(StoreError) { inbox = try store.allocate(byteCount: byteCount) } catch { return false }
    return true
  }

  /// Adds the next bytes of the message; false, and the inbox is closed, where that is not possible.
  public mutating func appendToInbox(_ bytes: Span<UInt8>) -> Bool {
    do throws(StoreError) { try store.append(bytes, to: &inbox) } catch {
      closeInbox()
      return false
    }
    return true
  }

  /// Frees what the message takes.
  @inline(never)
  public mutating func closeInbox() { store.discard(&inbox) }

  /// ProcessTeepMessage with the message in the inbox, of which all has arrived.
  public mutating func processInbox(response: inout MutableSpan<UInt8>) -> AgentAnswer {
    // The store does not touch the pages of the inbox until it is closed.
    let mapping = store.mapping
    let answer = take(mapping.bytes.extracting(store.range(of: inbox)), isInRAM: false, response: &response)
    closeInbox()
    keepPending()
    return answer
  }
}
