import TEEPTestSupport
import Testing

extension WholeTests {
  /// An Update replaces whom a device trusts, from the description of the new ones to the device's refusal of the old ones.
  struct TrustAnchorTests {
    @Test(
      "a signer's key is rotated: what the new one signed is installed, what the old one signed no longer")
    func rotatesSigner() async throws {
      let deployment = try await Deployment()
      let tam = "{key: tam-esp256.pub.pem, uri: \"\(deployment.tamURI)\"}"
      let anchors = { (signer: String) in
        "tams: [\(tam)]\nsigners: [{key: \(signer).pub.pem, rights: [trust-anchors]}]\n"
      }
      let agent = try await AgentProcess(
        deployment, flash: deployment.provision(describing: anchors("signer")))
      try deployment.enrol()
      try deployment.startRotation(to: anchors("stranger"))
      try deployment.publishIntegrated("old", [1])
      try deployment.operate("publish", deployment.author("new", [2], signer: "stranger"))
      try await deployment.startBroker(link: agent.link)

      #expect(try deployment.ask("request", "TEEP-Device/new").status == 1)
      let rotated = try deployment.ask("request", "teep/trust-anchors")
      #expect(rotated.status == 0, "\(rotated.errors)")
      let new = try deployment.ask("request", "TEEP-Device/new")
      #expect(new.status == 0, "\(new.errors)")
      #expect(try deployment.ask("request", "TEEP-Device/old").status == 1)
      #expect(try deployment.extract("new", from: agent.storeImage()) == [2])
      #expect(try deployment.extract("old", from: agent.storeImage()) == nil)
    }
  }
}

extension Deployment {
  /// Publishes the trust anchors of a description.
  fileprivate func startRotation(to description: String) throws {
    try folder.write(Array(description.utf8), to: "anchors.yaml")
    try succeed(
      Command(product: "teep"), "trust-anchors", "--description", folder.path("anchors.yaml"), "--output",
      folder.path("anchors.bin"))
    try operate("publish", author("trust-anchors", in: "teep", folder.read("anchors.bin")))
  }
}
