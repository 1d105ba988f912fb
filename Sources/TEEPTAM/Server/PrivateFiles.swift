import Foundation

/// Who may use the files and sockets that this process makes.
enum PrivateFiles {
  /// From now on, only the user that the process runs as: the mask is set before anything is made, so at no time
  /// anyone else may open it.
  static func makeDefault() { umask(0o077) }
}
