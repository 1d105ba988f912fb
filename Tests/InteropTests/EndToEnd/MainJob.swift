import TEEPHost
import TEEPTestSupport
import Testing

/// The project's main job on any device: two components come and go.
struct MainJob {
  let deployment: Deployment
  let hello = Array("Hello, Secure World!".utf8)
  let sensor: [UInt8]

  /// Enrols the device and publishes a component of 20 bytes in its envelope and one of 8 KiB by URI.
  init(_ deployment: Deployment) throws {
    self.deployment = deployment
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for a payload")
    sensor = (0..<8192).map { _ in UInt8.random(in: .min ... .max, using: &random) }
    if case .device = deployment.attestation {
      try deployment.enrol(attestedBy: "attestation")
    } else {
      try deployment.enrol()
    }
    try deployment.publishIntegrated("hello", hello)
    try deployment.publish("sensor", sensor)
  }

  /// Requests both components through the broker; the device then holds what was published, and the TAM knows.
  func install(on device: some Device) async throws {
    for name in ["hello", "sensor"] {
      let outcome = try deployment.ask("request", "TEEP-Device/\(name)")
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.text == "installed TEEP-Device/\(name)\n")
    }
    try await expectInstalled(on: device)
    let known = try deployment.device()
    #expect(known.name == "device")
    #expect(known.lastSeen != nil)
    #expect(known.lastFailure == nil)
    #expect(known.components.map(\.identifier.description) == ["TEEP-Device/hello", "TEEP-Device/sensor"])
    #expect(known.components.map(\.size) == [20, 8192])
    #expect(known.components.map(\.sequenceNumber) == [1, 1])
    for component in known.components {
      let payload = component.size == 20 ? hello : sensor
      let digest = try succeed(Command("sha256sum"), [], input: payload).text.prefix(64)
      #expect(component.sha256 == String(digest))
    }
  }

  func expectInstalled(on device: some Device) async throws {
    let image = try await device.storeImage()
    #expect(try deployment.extract("hello", from: image) == hello)
    #expect(try deployment.extract("sensor", from: image) == sensor)
  }

  /// Releases one component at the broker (UnrequestTA) and removes the other at the TAM (RequestPolicyCheck).
  func remove(from device: some Device) async throws {
    let released = try deployment.ask("release", "TEEP-Device/hello")
    #expect(released.status == 0, "\(released.errors)")
    #expect(released.text == "removed TEEP-Device/hello\n")
    var image = try await device.storeImage()
    #expect(try deployment.extract("hello", from: image) == nil)
    #expect(try deployment.extract("sensor", from: image) == sensor)
    try deployment.operate("remove", "TEEP-Device/sensor")
    let checked = try deployment.ask("check")
    #expect(checked.status == 0, "\(checked.errors)")
    image = try await device.storeImage()
    #expect(try deployment.extract("hello", from: image) == nil)
    #expect(try deployment.extract("sensor", from: image) == nil)
    #expect(try deployment.device().components.isEmpty)
  }
}
