/// What tells a USB device from others: the numbers of its vendor and product, and its serial number where there are
/// several of a kind.
public struct USBIdentity: Hashable, Sendable, CustomStringConvertible {
  let vendor: String
  let product: String
  let serial: String?

  /// Reads `VENDOR:PRODUCT` or `VENDOR:PRODUCT:SERIAL`; nil for anything else.
  init?(_ spelling: String) {
    let parts = spelling.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(
      String.init)
    guard parts.count >= 2, parts[..<2].allSatisfy({ $0.utf8.count == 4 && UInt16($0, radix: 16) != nil }),
      parts.count == 2 || !parts[2].isEmpty
    else { return nil }
    vendor = parts[0].lowercased()
    product = parts[1].lowercased()
    serial = parts.count == 3 ? parts[2] : nil
  }

  public var description: String { [vendor, product, serial].compactMap { $0 }.joined(separator: ":") }
}
