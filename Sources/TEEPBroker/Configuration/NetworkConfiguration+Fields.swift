import Foundation

extension NetworkConfiguration {
  init(_ field: ConfigurationField, _ folder: String?) throws {
    self.init()
    let fields = try field.members(["ca-files", "servers", "proxy", "direct-hosts", "fetch"])
    authorityFiles = try fields["ca-files"].map { try Self.files($0, folder) } ?? []
    for element in try fields["servers"]?.elements(upTo: 256) ?? [] {
      servers.append(try ServerConfiguration(element, folder))
    }
    proxy = try fields["proxy"]?.value { try ProxyAddress($0) }
    directHosts = try fields["direct-hosts"].map(Self.hosts) ?? []
    if let fetch = try fields["fetch"]?.members(["schemes", "hosts"]) {
      if let field = fetch["schemes"] {
        fetchSchemes = []
        for element in try field.elements(upTo: 2) {
          fetchSchemes.insert(try element.word(RemoteURI.Scheme.self))
        }
      }
      fetchHosts = try fetch["hosts"].map(Self.hosts) ?? []
    }
  }

  static func files(_ field: ConfigurationField, _ folder: String?) throws -> [String] {
    try field.elements(upTo: 64).map { try $0.path(folder) }
  }

  private static func hosts(_ field: ConfigurationField) throws -> [HostPattern] {
    try field.elements(upTo: 256).map { element in
      let text = try element.text()
      let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
      guard !name.isEmpty,
        name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || "-.:_".contains($0)) })
      else {
        throw element.error(
          "'\(text.printable)' is no host; give a name, an address, or *.NAME for all below a name")
      }
      return HostPattern(text)
    }
  }
}

extension ServerConfiguration {
  fileprivate init(_ field: ConfigurationField, _ folder: String?) throws {
    let fields = try field.members(["host", "ca-files", "certificate", "key"])
    guard let host = fields["host"] else {
      throw field.error("the field 'host' is missing; give it the server's name as in its URI")
    }
    self.init(host: try host.text())
    authorityFiles = try fields["ca-files"].map { try NetworkConfiguration.files($0, folder) } ?? []
    certificateFile = try fields["certificate"]?.path(folder)
    keyFile = try fields["key"]?.path(folder)
    guard (certificateFile == nil) == (keyFile == nil) else {
      throw field.error("has one of 'certificate' and 'key'; give both, or neither")
    }
  }
}

extension ProxyAddress {
  /// Reads `http://HOST:PORT`.
  public init(_ spelling: String) throws(ProxyAddressError) {
    guard let url = URL(string: spelling), url.scheme == "http", let host = url.host(), !host.isEmpty,
      let port = url.port, url.user() == nil, ["", "/"].contains(url.path())
    else { throw ProxyAddressError(spelling: spelling.printable) }
    self.init(host: host, port: port)
  }
}

/// A spelling that says no proxy.
public struct ProxyAddressError: Error, Equatable, CustomStringConvertible {
  let spelling: String

  public var description: String { "'\(spelling)' is no proxy; give http://HOST:PORT" }
}
