import TEEPTestSupport

/// What all parties but the TAM sign with, which has both (draft-ietf-teep-protocol-26, section 8.1).
enum CipherSuite: CaseIterable {
  case esp256
  case ed25519

  /// A board whose agent has it.
  var board: String {
    switch self {
    case .esp256: "microbit"
    case .ed25519: "nrf51-dk"
    }
  }
}

/// Who makes the key pairs of a deployment.
enum KeyMaker: CaseIterable {
  case teep
  case openSSL

  /// Makes `name.pem` and `name.pub.pem`: PKCS #8 and SPKI (RFC 5958, RFC 5280).
  func make(_ name: String, _ cipherSuite: CipherSuite, in folder: TemporaryFolder) throws {
    let (secret, published) = (folder.path("\(name).pem"), folder.path("\(name).pub.pem"))
    switch self {
    case .teep:
      try succeed(
        Command(product: "teep"), "key", "generate", "--type", cipherSuite == .ed25519 ? "ed25519" : "p256",
        "--output",
        secret)
    case .openSSL:
      let kind = cipherSuite == .ed25519 ? ["ed25519"] : ["EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
      let tool = Command("openssl")
      try succeed(tool, ["genpkey", "-algorithm"] + kind + ["-out", secret])
      try succeed(tool, ["pkey", "-in", secret, "-pubout", "-out", published])
    }
  }
}

/// Runs a program that has to succeed; gives what it printed.
@discardableResult
func succeed(_ tool: Command, _ arguments: [String], input: [UInt8] = []) throws -> Command.Outcome {
  let outcome = try tool.run(arguments, input: input)
  guard outcome.status == 0 else {
    throw Unexpected("\(arguments) ended with status \(outcome.status): \(outcome.errors)")
  }
  return outcome
}

@discardableResult
func succeed(_ tool: Command, _ arguments: String...) throws -> Command.Outcome {
  try succeed(tool, arguments)
}
