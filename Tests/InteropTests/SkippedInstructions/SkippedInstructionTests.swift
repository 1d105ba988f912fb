import BoardTestSupport
import Foundation
import StoreTestSupport
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// An attacker who makes the processor skip one instruction, by a glitch of its supply: whichever it is of the agent's own
  /// from the passing of the arguments to the branch that accepts, no bad signature passes. The libraries' arithmetic is
  /// left out. Skipped is one instruction in `TEEP_SKIP_EVERY`, from a random one on (`make skips`: each).
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct SkippedInstructionTests {
    private static let check = [
      "BearSSLCrypto.verify(digest:", "SignatureVerdict.opaque", "Trust.verify<", "Trust.signature(at:",
      "Trust.algorithm(of:", "Trust.structure(of:", "Trust.signer<A>(of:payload:among:",
      "Agent<>.authenticate(",
    ]

    @Test("no instruction skipped lets a message with a bad signature pass")
    func message() async throws {
      let deployment = try await Deployment()
      let tam = try HostSigner(file: deployment.folder.path("tam-esp256.pem"))
      // [1, {19: token}, [[[18, -9]]], [[-16, -9, -29, -65534]], 2]
      let request = try tam.coseSign1(
        [UInt8](hexadecimal: "85 01 a1 13 48 a0a1a2a3a4a5a6a7 81 81 82 12 28 81 84 2f28381c39fffd 02"))
      let attack = SkipAttack(
        deployment, store: try deployment.provision(), functions: Self.check + ["Agent<>.take(_:isInRAM:"],
        good: request, bad: request.dropLast(64) + HostSigner.spoiled(request.suffix(64)),
        isAcceptedByAnswer: true)
      try await attack.run()
    }

    @Test("no instruction skipped lets a manifest with a bad signature pass")
    func manifest() async throws {
      let deployment = try await Deployment()
      let tam = try HostSigner(file: deployment.folder.path("tam-esp256.pem"))
      let path = try deployment.author("hello", Array("Hello, Secure World!".utf8))
      let envelope = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path)))
      let signature = try Self.signature(of: envelope)
      let place = try #require(envelope.firstRange(of: signature))
      var bad = envelope
      bad.replaceSubrange(place, with: HostSigner.spoiled(signature[...]))
      let token = [UInt8](repeating: 7, count: 8)
      let attack = SkipAttack(
        deployment, store: try deployment.provision(),
        functions: Self.check + ["Agent<>.signer(ofBlock:", "Agent<>.install(_:)"],
        good: try tam.coseSign1(TestUpdate.encode([envelope], token: token)),
        bad: try tam.coseSign1(TestUpdate.encode([bad], token: token)), isAcceptedByAnswer: false)
      try await attack.run()
    }

    /// The signature in the first authentication block.
    private static func signature(of envelope: [UInt8]) throws -> [UInt8] {
      let block = try SUITEnvelope(decoding: envelope.span).encodedBlock(at: 0)
      let signed = try COSESigned(decoding: block.bytes)
      return [UInt8](copying: signed.value(of: try signed.signature(at: 0)))
    }
  }
}

/// A key in a file.
struct HostSigner: TestSigner {
  private let key: SigningKey

  init(file: String) throws { key = try KeyFile.signingKey(at: file) }

  var algorithm: COSEAlgorithm { key.algorithm }
  var identifier: [UInt8] { key.verificationKey.thumbprint }

  func signature(of structure: borrowing SignatureStructure) throws -> [UInt8] {
    try key.signature(of: structure)
  }

  /// The signature with an r beyond the order of the curve, which BearSSL refuses at once.
  static func spoiled(_ signature: ArraySlice<UInt8>) -> [UInt8] {
    [UInt8](repeating: 0xFF, count: 32) + signature.suffix(32)
  }
}
