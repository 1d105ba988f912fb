import ArgumentParser
import BoardTools

/// Which board a command is about.
struct BoardOptions: ParsableArguments {
  @Option(help: "The board: its name in boards/, or the path of its folder.")
  var board = "microbit"

  func folder() throws -> BoardFolder { try BoardFolder(board) }
}

/// A Unix socket, written `unix:PATH`.
struct SocketAddress: ExpressibleByArgument {
  let path: String

  init?(argument: String) {
    guard argument.hasPrefix("unix:"), argument.count > 5 else { return nil }
    path = String(argument.dropFirst(5))
  }
}

/// Which running emulator a command is about.
struct ControlOptions: ParsableArguments {
  @Option(help: "The emulator's control socket, as unix:PATH.")
  var control: SocketAddress

  var socket: ControlSocket { ControlSocket(path: control.path) }
}
