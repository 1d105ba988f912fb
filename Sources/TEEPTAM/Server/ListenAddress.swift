/// Where a TAM listens for brokers, spelt `HOST:PORT`; an IPv6 address is in brackets, and port 0 is any free one.
public struct ListenAddress: Equatable, Sendable, CustomStringConvertible {
  public let host: String
  public let port: Int

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }

  /// Reads `HOST:PORT`.
  public init(_ spelling: String) throws(ListenAddressError) {
    guard let colon = spelling.lastIndex(of: ":"), colon > spelling.startIndex else {
      throw ListenAddressError(spelling: spelling)
    }
    var host = spelling[..<colon]
    if host.hasPrefix("["), host.hasSuffix("]") {
      host = host.dropFirst().dropLast()
    } else if host.contains(":") {
      throw ListenAddressError(spelling: spelling)
    }
    let digits = spelling[spelling.index(after: colon)...]
    guard !host.isEmpty, let port = UInt16(digits), !digits.hasPrefix("+") else {
      throw ListenAddressError(spelling: spelling)
    }
    self.init(host: String(host), port: Int(port))
  }

  public var description: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}

/// A spelling is no address to listen at.
public struct ListenAddressError: Error, Equatable, CustomStringConvertible {
  let spelling: String

  public var description: String {
    "'\(spelling)' is no address of the form HOST:PORT, such as 127.0.0.1:8080 or [::1]:8080"
  }
}
