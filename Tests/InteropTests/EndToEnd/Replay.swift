import TEEPCodec
import Testing

/// A device that has installed two versions of a component, and the Updates that brought them.
struct Replay<TestDevice: Device> {
  let device: TestDevice
  private let deployment: Deployment
  private let updates: [[UInt8]]

  private static var payloads: [[UInt8]] { [Array("version 1".utf8), Array("version 2".utf8)] }

  init(_ makeDevice: (Deployment) async throws -> TestDevice) async throws {
    deployment = try await Deployment()
    device = try await makeDevice(deployment)
    try deployment.enrol()
    var updates: [[UInt8]] = []
    for (index, payload) in Self.payloads.enumerated() {
      try deployment.publishIntegrated("hello", version: index + 1, payload)
      var line = try AgentLine(device)
      let exchanges =
        index == 0
        ? try await line.request(from: deployment.tamURI)
        : try await line.checkPolicy(at: deployment.tamURI)
      #expect(exchanges.map(\.status) == [200, 200, 204])
      #expect(try exchanges.dropLast().map { try TEEPAnswer($0.answer).type } == [.queryResponse, .success])
      updates.append(exchanges[1].received)
    }
    self.updates = updates
    try await expectSecondInstalled()
  }

  /// The Update of version 1 is answered with ERR_MANIFEST_PROCESSING_FAILED (draft-ietf-teep-protocol-26, section 4.6),
  /// and version 2 stays.
  func expectFirstRefused() async throws {
    var line = try AgentLine(device)
    let answer = try await line.process(updates[0])
    #expect(answer.type == .error)
    #expect(answer.errorCode == 11)
    try await expectSecondInstalled()
  }

  /// The Update of version 2 is answered with Success, and not one byte of the store changes.
  func expectSecondChangesNothing() async throws {
    let before = try await device.storeImage()
    var line = try AgentLine(device)
    #expect(try await line.process(updates[1]).type == .success)
    #expect(try await device.storeImage() == before)
  }

  private func expectSecondInstalled() async throws {
    #expect(try await deployment.extract("hello", from: device.storeImage()) == Self.payloads[1])
  }
}
