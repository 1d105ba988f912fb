import TEEPHost
import TEEPTestSupport
import Testing

extension WholeTests {
  /// A device that holds the key of a certificate authority in place of those of its TAM and its signer.
  struct CertificateTests {
    private let hello = Array("Hello, Secure World!".utf8)

    @Test("TAM and signer are trusted by their certificates, of which the TAM finds the right ones")
    func certified() async throws {
      let authority = try TestAuthority()
      let deployment = try await Deployment()
      let folder = deployment.folder
      func certify(_ name: String, by authority: TestAuthority, to file: String) throws -> String {
        let key = try KeyFile.verificationKey(at: folder.path("\(name).pub.pem"))
        let chain = try authority.authority("for \(name)")
          .certificates(for: key.rawRepresentation, name: "\(name).example")
        return try folder.write(TestAuthority.pem(chain), to: file)
      }
      deployment.tam?.end()
      deployment.tamArguments = try [
        "--certificates", certify("tam-esp256", by: TestAuthority(), to: "foreign.pem"), "--certificates",
        certify("tam-esp256", by: authority, to: "tam.chain.pem"),
      ]
      try await deployment.startTAM()

      let agent = try await AgentProcess(
        deployment, flash: provision(deployment, trusting: authority))
      try deployment.enrol()
      let unsigned = try deployment.author("hello", version: 1, hello, "integrated: true")
        .replacing(".suit", with: ".unsigned")
      try succeed(
        Command(product: "teep"), "manifest", "sign", "--key", folder.path("signer.pem"), "--certificates",
        certify("signer", by: authority, to: "signer.chain.pem"), unsigned, "--output",
        folder.path("hello.suit"))
      try deployment.operate("publish", folder.path("hello.suit"))
      try await deployment.startBroker(link: agent.link)
      let outcome = try deployment.ask("request", "TEEP-Device/hello")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(try deployment.extract("hello", from: agent.storeImage()) == hello)
      #expect(deployment.tam?.output.contains("ERR_BAD_CERTIFICATE") == true)
    }

    /// The image of the store of a device that holds nothing but the authority's key.
    private func provision(_ deployment: Deployment, trusting authority: TestAuthority) throws -> String {
      let key = try VerificationKey(type: .p256, rawRepresentation: authority.publicKey())
      try KeyFile.write(key, to: deployment.folder.path("ca.pub.pem"))
      let description = """
        device-key: agent.pem
        vendor-id: \(Deployment.vendor)
        class-id: \(Deployment.deviceClass)
        tams:
          - {certificate-authority: ca.pub.pem, certificate-name: tam-esp256.example, uri: "\(deployment.tamURI)"}
        signers: [{certificate-authority: ca.pub.pem, certificate-name: signer.example}]
        """
      try deployment.folder.write(Array(description.utf8), to: "device.yaml")
      try succeed(
        Command(product: "teep"), "provision", "--board", "linux", "--description",
        deployment.folder.path("device.yaml"), "--output", deployment.folder.path("store.bin"))
      return deployment.folder.path("store.bin")
    }
  }
}
