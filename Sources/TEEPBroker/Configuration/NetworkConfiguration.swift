/// What the broker may speak to over the network, and how.
public struct NetworkConfiguration: Equatable, Sendable {
  /// PEM files of the authorities that servers' certificates are verified with; none for those of the system.
  public var authorityFiles: [String] = []
  /// Goes before the general settings for one server.
  public var servers: [ServerConfiguration] = []
  /// An HTTP proxy, for all hosts but ``directHosts``.
  public var proxy: ProxyAddress?
  /// Hosts that are reached without the proxy.
  public var directHosts: [HostPattern] = []
  /// What payloads may be fetched by, and from where. An empty list of hosts allows all.
  public var fetchSchemes: Set<RemoteURI.Scheme> = [.http, .https]
  public var fetchHosts: [HostPattern] = []

  public init() {}
}

/// How one server is spoken to over TLS.
public struct ServerConfiguration: Equatable, Sendable {
  public var host: String
  /// PEM files of the only authorities that may vouch for this server.
  public var authorityFiles: [String] = []
  /// PEM files of the certificate chain and the key that the broker shows to this server.
  public var certificateFile: String?
  public var keyFile: String?

  public init(host: String) { self.host = host.lowercased() }
}

/// An HTTP proxy.
public struct ProxyAddress: Hashable, Sendable {
  public var host: String
  public var port: Int

  public init(host: String, port: Int) {
    self.host = host
    self.port = port
  }
}

/// A host by its name or address, or all names below one: `*.example.org`.
public struct HostPattern: Hashable, Sendable, CustomStringConvertible {
  public let description: String

  public init(_ spelling: String) { description = spelling.lowercased() }

  /// Whether a URI's host is meant.
  func matches(_ host: String) -> Bool {
    guard description.hasPrefix("*.") else { return host == description }
    return host.hasSuffix(description.dropFirst()) && host.utf8.count >= description.utf8.count
  }
}
