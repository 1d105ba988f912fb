/// A TCP port of this machine that no other machine reaches: `127.0.0.1:PORT`, `[::1]:PORT` or `localhost:PORT`.
public struct LoopbackAddress: Hashable, Sendable, CustomStringConvertible {
  public let host: String
  public let port: Int

  /// Reads a spelling; nil where it names another machine or no port.
  public init?(_ spelling: String) {
    guard let colon = spelling.lastIndex(of: ":"),
      let port = UInt16(spelling[spelling.index(after: colon)...])
    else { return nil }
    var host = spelling[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
      guard host == "::1" else { return nil }
    } else {
      guard host != "::1", Self.isLoopback(String(host)) else { return nil }
    }
    self.host = String(host)
    self.port = Int(port)
  }

  /// Whether a host is this machine: localhost, ::1, or an address of 127.0.0.0/8 (RFC 1122, section 3.2.1.3).
  static func isLoopback(_ host: String) -> Bool {
    if host == "localhost" || host == "::1" { return true }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    return numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
