import Foundation
import NIOCore
import NIOPosix
import TEEPHost

/// The socket of the admin API. Whoever may write to it is an operator, so it is its owner's alone.
enum AdminSocket {
  /// Makes the path free for a new socket: removes one that a stopped server has left behind, and nothing else.
  static func prepare(_ address: UnixSocketAddress) async throws(TAMServerError) {
    let path = address.path
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    guard let type = attributes?[.type] as? FileAttributeType else { return }
    guard type == .typeSocket else {
      throw TAMServerError("--admin: \(path) is there and is no socket; choose another path")
    }
    guard await !isServed(address) else {
      throw TAMServerError("--admin: a server answers at \(address) already; stop it or choose another path")
    }
    do { try FileManager.default.removeItem(atPath: path) } catch {
      throw TAMServerError(
        "--admin: \(path) is the socket of a stopped server and cannot be replaced; remove it")
    }
  }

  private static func isServed(_ address: UnixSocketAddress) async -> Bool {
    let bootstrap = ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
    guard let channel = try? await bootstrap.connect(unixDomainSocketPath: address.path).get() else {
      return false
    }
    try? await channel.close()
    return true
  }

  /// Takes from the socket the right of execution that `bind` gives it, and that means nothing for it.
  static func restrict(_ address: UnixSocketAddress) throws(TAMServerError) {
    do {
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: address.path)
    } catch {
      throw TAMServerError("--admin: the permissions of \(address.path) cannot be set: \(error)")
    }
  }
}

/// What keeps a TAM from serving, as one sentence.
public struct TAMServerError: Error, Equatable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
