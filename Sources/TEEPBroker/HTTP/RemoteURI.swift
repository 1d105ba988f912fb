import Foundation

/// An http or https URI that the broker may speak to on behalf of an agent.
public struct RemoteURI: Hashable, Sendable, CustomStringConvertible {
  /// How a server is spoken to.
  public enum Scheme: String, CaseIterable, Sendable {
    case http
    case https
  }

  /// Bytes that a URI may have.
  public static let maximumLength = 2048

  /// The URI as it was given.
  public let description: String

  public let scheme: Scheme
  /// The host's name or address in lower case, without the brackets of an IPv6 address.
  public let host: String
  /// The port, also where the URI leaves it to the scheme.
  public let port: Int

  /// Checks a URI: nothing but printable ASCII, which RFC 3986 allows, a host, and a scheme that leaves this machine's
  /// files and sockets alone.
  public init(_ text: some Sequence<UInt8>) throws(RemoteURIError) {
    let bytes = Array(text.prefix(Self.maximumLength + 1))
    guard bytes.count <= Self.maximumLength else { throw .tooLong }
    let description = String(decoding: bytes, as: UTF8.self)
    guard bytes.allSatisfy({ (0x21...0x7E).contains($0) }), let url = URL(string: description),
      let scheme = url.scheme?.lowercased(), let host = url.host(), !host.isEmpty
    else { throw .malformed(description.printable) }
    guard let known = Scheme(rawValue: scheme) else { throw .forbiddenScheme(scheme) }
    guard url.user() == nil, url.password() == nil else { throw .credentials }
    self.description = description
    self.scheme = known
    self.host = host.lowercased()
    port = url.port ?? (known == .https ? 443 : 80)
  }

  /// Checks a URI.
  public init(_ text: String) throws(RemoteURIError) { try self.init(text.utf8) }
}

/// Why a URI is not spoken to.
public enum RemoteURIError: Error, Equatable, CustomStringConvertible {
  case malformed(String)
  case forbiddenScheme(String)
  case credentials
  case tooLong

  public var description: String {
    switch self {
    case .malformed(let text): "'\(text)' is no URI with a scheme and a host"
    case .forbiddenScheme(let scheme):
      "a URI with the scheme '\(scheme)' is not spoken to, only http and https are"
    case .credentials: "a URI with a user or password in it is not spoken to"
    case .tooLong: "a URI of more than \(RemoteURI.maximumLength) bytes is not spoken to"
    }
  }
}

extension String {
  /// The text as it may stand in a log: one line, no control characters.
  var printable: String {
    let scalars = unicodeScalars.map { $0.properties.generalCategory.isPrintable ? $0 : "?" }
    return String(String.UnicodeScalarView(scalars))
  }
}

extension Unicode.GeneralCategory {
  fileprivate var isPrintable: Bool {
    switch self {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    default: true
    }
  }
}
