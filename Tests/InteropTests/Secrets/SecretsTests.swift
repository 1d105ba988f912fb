import BoardTestSupport
import BoardTools
import Foundation
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Keys that the firmware works with, in all of its RAM.
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct SecretsTests {
    private let deployment: Deployment
    private let keys: [SecretKey]
    private let store: String
    private let board = CipherSuite.ed25519.board

    /// Describes a device that signs with two keys, and decrypts with two others what the TAM has for it, on the board that
    /// can.
    init() async throws {
      deployment = try await Deployment(attestation: .device)
      let folder = deployment.folder
      try KeyMaker.teep.make("receiver", .esp256, in: folder)
      let kek = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
      let kekFile = try folder.write(kek, to: "kek.bin")
      try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: kekFile)
      try folder.write(Array("the agent".utf8), to: "agent.bin")
      store = try deployment.provision(
        describing: """
          signers: [{key: signer.pub.pem}]
          tams: [{key: tam-esp256.pub.pem, uri: "\(deployment.tamURI)"}]
          attestation: {key: attestation.pem, ueid: "\(Deployment.ueid)", oemid: "f1e2d3", hwmodel: model-1,
            hwversion: "1", firmware: agent.bin}
          decryption-keys: [{key: receiver.pem}, {kek: kek.bin, kid: kek-1}]
          """)
      keys =
        try ["agent", "attestation", "receiver"].map {
          try SecretKey(name: $0, file: folder.path("\($0).pem"))
        } + [SecretKey(name: "kek", bytes: kek)]
      try deployment.enrol(attestedBy: "attestation")
      let recipients = [
        "hello": "recipient: receiver.pub.pem",
        "sensor": "key-encryption-key: kek.bin, key-identifier: kek-1, algorithm: A128GCM",
      ]
      for (name, recipient) in recipients {
        let source = "content: true\n  encryption: {\(recipient)}"
        try deployment.operate("publish", deployment.author(name, Array(name.utf8), source))
      }
    }

    /// Has a device install what there is, and gives the names of the keys that are in its RAM after each answer.
    private func keysInRAM(of device: DeviceInQEMU) async throws -> [[String]] {
      var found: [[String]] = []
      var line = try AgentLine(device)
      line.afterAnswer = {
        let ram = try await device.board.ram()
        found.append(keys.filter { $0.isIn(ram) }.map(\.name))
      }
      for name in ["hello", "sensor"] {
        _ = try await line.request(name, from: deployment.tamURI)
        #expect(try await deployment.extract(name, from: device.storeImage()) == Array(name.utf8))
      }
      return found
    }

    @Test("no key is in RAM after any exchange")
    func leavesNoKey() async throws {
      let device = try await DeviceInQEMU(flash: store, board: board)
      let found = try await keysInRAM(of: device)
      #expect(found.count >= 4)
      #expect(found.flatMap(\.self) == [])
    }

    @Test("where the stack is not wiped, the key of the signature is in RAM")
    func findsKeyWithoutWipe() async throws {
      let device = try await DeviceInQEMU(flash: store, board: board)
      // `bx lr`: the function returns at once.
      let address = try Products.firmware(of: board).address(of: "board_wipe_stack")
      try await device.board.overwrite([0x70, 0x47], at: address)
      let found = try await keysInRAM(of: device)
      #expect(found.contains { $0.contains("agent") }, "\(found)")
    }
  }
}
