import ArgumentParser
import TEEPHost

struct KeyShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show what a key is, and its thumbprint (RFC 9679), which TEEP knows it by. No secret is shown."
  )

  @Argument(help: "A private or public key in PEM.")
  var file: String

  func run() throws {
    let (key, isPrivate) = try KeyFile.key(at: file)
    print("type: \(key.type.rawValue)")
    print("kind: \(isPrivate ? "private" : "public")")
    print("thumbprint: \(key.thumbprint.hexadecimalDigits)")
  }
}
