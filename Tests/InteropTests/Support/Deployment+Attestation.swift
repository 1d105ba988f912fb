import Foundation
import TEEPHost
import TEEPTestSupport

/// Who has to prove what it is before the other one does anything for it.
enum Attestation {
  case none
  /// The device, whose evidence is for the TAM alone.
  case device
  /// The device, whose evidence is for the TAM alone, and which is not enrolled with its attestation key: a certificate
  /// authority vouches for that, by another one.
  case certifiedDevice
  /// The TAM, by an attestation result that the key of this name signs.
  case tam(verifierKey: String)

  /// The names of the keys that it takes.
  var keys: [String] {
    switch self {
    case .none: []
    case .device: ["attestation", "decryption"]
    case .certifiedDevice: ["attestation", "decryption"]
    case .tam: ["verifier"]
    }
  }

  /// What the TAM is told about it.
  func arguments(in folder: TemporaryFolder) -> [String] {
    switch self {
    case .none: []
    case .device: ["--check-evidence", "--decryption-key", folder.path("decryption.pem")]
    case .certifiedDevice:
      [
        "--check-evidence", "--attestation-authority", folder.path("authority.pem"), "--decryption-key",
        folder.path("decryption.pem"),
      ]
    case .tam: ["--own-evidence-command", folder.path("verifier")]
    }
  }
}

extension Deployment {
  /// The UEID of a device that proves what it is, in hexadecimal.
  static let ueid = "01" + "000102030405060708090a0b0c0d0e0f"

  /// The image of the store of a device that can prove what it is, or wants its TAM to, for the board that has all that
  /// agents can do.
  func provisionAttested() throws -> String {
    let key = "{key: tam-\(cipherSuite).pub.pem, uri: \"\(tamURI)\""
    let further =
      switch attestation {
      case .none: "tams: [\(key)}]"
      case .device:
        """
        tams: [\(key), key-agreement-key: decryption.pub.pem}]
        attestation: {key: attestation.pem, ueid: "\(Self.ueid)", oemid: "f1e2d3", hwmodel: model-1, hwversion: "1",
          firmware: agent.bin}
        """
      case .certifiedDevice:
        """
        tams: [\(key), key-agreement-key: decryption.pub.pem}]
        attestation: {key: attestation.pem, certificates: chain.pem, ueid: "\(Self.ueid)", oemid: "f1e2d3",
          hwmodel: model-1, hwversion: "1", firmware: agent.bin}
        """
      case .tam: "tams: [\(key), needs-attestation: true}]\nverifiers: [{key: verifier.pub.pem}]"
      }
    try folder.write(Array("the agent".utf8), to: "agent.bin")
    let description = "signers: [{key: signer.pub.pem}]\n" + further
    guard case .certifiedDevice = attestation else { return try provision(describing: description) }
    return try provision(describing: description, for: "linux")
  }

  /// Makes an authority and what it says of the attestation key: that it is of the device with the UEID.
  func certifyAttestationKey() throws {
    let key = try KeyFile.verificationKey(at: folder.path("attestation.pub.pem"))
    let root = try TestAuthority()
    let name = "device,URI:urn:dev:ueid:\(Self.ueid)"
    try folder.write(Array(FileContents.readText(root.file).utf8), to: "authority.pem")
    let chain = try root.authority("middle").certificates(for: key.rawRepresentation, name: name)
    try folder.write(TestAuthority.pem(chain), to: "chain.pem")
  }

  /// A program that writes attestation results of the TAM, signed by the key of this name.
  func makeVerifier(signingWith key: String) throws {
    let here = FileManager.default.currentDirectoryPath
    let script = """
      #!/bin/sh
      exec \(here)/.sources/python/cbor2/bin/python \(here)/Tests/InteropTests/Python/verifier.py \
      \(folder.path("\(key).pem")) \(folder.path("tam-esp256.pub.pem")) "$1"

      """
    let path = try folder.write(Array(script.utf8), to: "verifier")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
  }
}
