/// Where a Unix socket is, spelt `unix:PATH` on command lines.
public struct UnixSocketAddress: Hashable, Sendable, CustomStringConvertible {
  /// `sun_path` has room for 107 bytes and a terminator (unix(7)).
  public static let pathLimit = 107

  /// The socket's file.
  public let path: String

  /// Reads `unix:PATH`.
  public init(_ spelling: String) throws(UnixSocketAddressError) {
    let scheme = "unix:"
    guard spelling.hasPrefix(scheme), spelling != scheme else { throw .notUnix(spelling) }
    path = String(spelling.dropFirst(scheme.count))
    guard path.utf8.count <= Self.pathLimit else { throw .tooLong(path) }
    guard !path.utf8.contains(0) else { throw .notUnix(spelling) }
  }

  public var description: String { "unix:" + path }
}

/// Why a spelling is no Unix socket's address.
public enum UnixSocketAddressError: Error, Equatable, CustomStringConvertible {
  case notUnix(String)
  case tooLong(String)

  public var description: String {
    switch self {
    case .notUnix(let spelling): "'\(spelling)' is no address of the form unix:PATH"
    case .tooLong(let path):
      "the socket path '\(path)' is longer than \(UnixSocketAddress.pathLimit) bytes; use a shorter folder"
    }
  }
}
