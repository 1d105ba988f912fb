import ArgumentParser
import Foundation
import TEEPHost

struct KeyGenerateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Make a private key (PKCS#8, readable by its owner alone), and its public key beside it.",
    discussion:
      "With --output tam.pem the public key goes to tam.pub.pem. Files that exist are left as they are.")

  @Option(help: "The kind of key: p256 signs with ESP256, ed25519 with Ed25519.")
  var type: KeyType

  @Option(help: "The file of the private key.")
  var output: String

  func run() throws {
    let publicPath = KeyFile.publicPath(beside: output)
    guard !FileManager.default.fileExists(atPath: publicPath) else {
      throw FileError(publicPath, "exists already; choose another name or delete it first")
    }
    let key = try about(output) { try SigningKey(generating: type) }
    try KeyFile.write(key, to: output)
    try KeyFile.write(key.verificationKey, to: publicPath)
    print(
      "\(output), \(publicPath): \(type.rawValue) key \(key.verificationKey.thumbprint.hexadecimalDigits)")
  }
}
