import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Removal over several levels of dependencies.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct UninstallTests {
  private func device() throws -> TestDevice {
    try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
  }

  private func remove(_ name: String, from device: inout TestDevice) throws -> TEEPMessageType? {
    let update = try TestEnvelope.update([], unneeded: [TestManifest.identifier(name)])
    return try messageType(device.process(signing: update))
  }

  private func install(_ envelope: [UInt8], on device: inout TestDevice) throws -> TEEPMessageType? {
    try messageType(device.process(signing: TestEnvelope.update([envelope])))
  }

  private func messageType(_ answer: [UInt8]?) throws -> TEEPMessageType? {
    let payload = try #require(answer)
    let message = try TEEPMessage(decoding: payload.span, numbers: .final)
    return message.type
  }

  private func contents(_ names: String..., of device: borrowing TestDevice) throws -> [[UInt8]?] {
    var contents: [[UInt8]?] = []
    for name in names { contents.append(try device.contents(of: TestManifest.identifier(name + ".bin"))) }
    return contents
  }

  @Test("A root goes with all levels of what it depends on")
  func levels() throws {
    var device = try device()
    let free = try device.freeByteCount
    let root = try TestTree.chain(["a", "b", "c", "d"], signer: device.signer)
    #expect(try install(root, on: &device) == .success)
    #expect(
      try contents("a", "b", "c", "d", of: device)
        == [
          TestTree.content("a"), TestTree.content("b"), TestTree.content("c"), TestTree.content("d"),
        ])
    #expect(try remove("b", from: &device) == .error)
    #expect(try remove("a", from: &device) == .success)
    #expect(try contents("a", "b", "c", "d", of: device) == [nil, nil, nil, nil])
    #expect(try device.freeByteCount == free)
  }

  @Test("What another root still needs stays, with what that depends on")
  func shared() throws {
    var device = try device()
    #expect(try install(TestTree.chain(["a", "c", "d"], signer: device.signer), on: &device) == .success)
    #expect(try install(TestTree.chain(["b", "c", "d"], signer: device.signer), on: &device) == .success)
    #expect(try remove("a", from: &device) == .success)
    #expect(
      try contents("a", "b", "c", "d", of: device)
        == [nil, TestTree.content("b"), TestTree.content("c"), TestTree.content("d")])
    #expect(try remove("b", from: &device) == .success)
    #expect(try contents("a", "b", "c", "d", of: device) == [nil, nil, nil, nil])
  }

  @Test("What was installed for its own sake stays when its dependents go")
  func ownSake() throws {
    var device = try device()
    #expect(try install(TestTree.chain(["c", "d"], signer: device.signer), on: &device) == .success)
    #expect(try install(TestTree.chain(["a", "c", "d"], signer: device.signer), on: &device) == .success)
    #expect(try remove("a", from: &device) == .success)
    #expect(
      try contents("a", "c", "d", of: device) == [nil, TestTree.content("c"), TestTree.content("d")])
  }
}
