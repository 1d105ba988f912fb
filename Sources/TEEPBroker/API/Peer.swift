import Glibc
import NIOCore

/// Who is at the other end of a Unix socket: the user and group that the process had when it connected (unix(7),
/// SO_PEERCRED), which no process can pretend.
struct Peer: Equatable, Sendable {
  var user: UInt32
  var group: UInt32

  /// The option's value (`struct ucred`), which Glibc's module does not show.
  private struct Credentials {
    var process: Int32 = 0
    var user: UInt32 = 0
    var group: UInt32 = 0
  }

  /// Asks the system about a connection; nil where that is none of a Unix socket.
  init?(_ channel: any Channel) async {
    guard let provider = channel as? any SocketOptionProvider else { return nil }
    // The type is laid out as the option's value is.
    let option: EventLoopFuture<Credentials> = provider.unsafeGetSocketOption(
      level: .socket, name: NIOBSDSocket.Option(rawValue: SO_PEERCRED))
    // A socket of another family has no peer, which the system says with the numbers that are nobody's.
    guard let credentials = try? await option.get(), credentials.user != .max else { return nil }
    self.init(user: credentials.user, group: credentials.group)
  }

  init(user: UInt32, group: UInt32) {
    self.user = user
    self.group = group
  }
}
