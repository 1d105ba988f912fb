import ArgumentParser
import BoardTools

/// Which board a command is about.
struct BoardOptions: ParsableArguments {
  @Option(help: "The board's name: a folder in boards/.")
  var board = "microbit"

  @Option(help: "Where the boards' folders are.")
  var boards = "boards"

  func folder() throws -> BoardFolder {
    try BoardFolder(board, in: boards)
  }
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
