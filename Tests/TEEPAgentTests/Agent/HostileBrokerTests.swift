import Foundation
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// A broker that keeps, repeats, reorders, swaps, cuts and changes messages of two TAMs as it likes.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct HostileBrokerTests {
  /// What one TAM manages: the component ['a'] or ['b'] with a manifest of its own.
  private struct Owner {
    let key: TestKey
    let component: [UInt8]
    let manifest: [UInt8]
    var payloads: [[UInt8]] = []
    var updates: [[UInt8]] = []
    var newest = 0

    init(_ key: TestKey, letter: UInt8) {
      self.key = key
      component = [0x81, 0x41, letter]
      manifest = [0x82, 0x41, letter, 0x41, 0x6D]
    }

    /// Signs the next version of the component and the Update that brings it.
    mutating func publish(signer: TestKey) throws {
      var envelope = TestEnvelope()
      (envelope.component, envelope.manifest) = (component, manifest)
      envelope.sequenceNumber = UInt64(payloads.count)
      envelope.payload = component + [UInt8(payloads.count)]
      payloads.append(envelope.payload)
      updates.append(try key.sign(TestEnvelope.update([envelope.signed(by: signer)])))
    }
  }

  @Test(
    "Whatever it does, no version is older than one before, none is another's, and an honest Update is installed"
  )
  func sessions() throws {
    var generator = SeededGenerator()
    print("TEEP_SEED=\(generator.seed) for the hostile broker")
    var provisioning = try TestProvisioning()
    let keys = [try TestKey("K3"), try TestKey("K2")]
    var owners = [Owner(keys[0], letter: 0x61), Owner(keys[1], letter: 0x62)]
    provisioning.tams = owners.enumerated().map { index, owner in
      TestProvisioning.Anchor(
        key: owner.key, uri: "http://\(index).example/", identifiers: [0x81, 0x81, 0x41, owner.component[2]])
    }
    var device = try TestDevice(provisioning)
    for index in owners.indices { for _ in 0..<6 { try owners[index].publish(signer: device.signer) } }
    let requests = try owners.map { owner in
      try owner.key.sign([UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) 0a"))
    }
    let count = TestSessions.count
    for _ in 0..<count {
      let owner = Int.random(in: 0...1, using: &generator)
      var message =
        [
          requests.randomElement(using: &generator) ?? [],
          owners[owner].updates.randomElement(using: &generator) ?? [],
        ]
        .randomElement(using: &generator) ?? []
      switch Int.random(in: 0...9, using: &generator) {
      case 0:
        message[Int.random(in: message.indices, using: &generator)] ^= UInt8.random(
          in: 1...255, using: &generator)
      case 1: message.removeLast(Int.random(in: 1...message.count, using: &generator))
      case 2: try device.restart()
      case 3: try device.processError()
      case 4: _ = try device.requestTA(owners[owner].component)
      case 5: _ = try device.unrequestTA(owners[owner].component)
      default: break
      }
      _ = try device.process(message)
      for index in owners.indices { try check(&owners[index], device) }
    }
    for index in owners.indices {
      try owners[index].publish(signer: device.signer)
      let answer = try device.process(owners[index].updates[6])
      #expect(answer?[1] == 4)
      #expect(try device.contents(of: owners[index].component) == owners[index].payloads[6])
    }
    #expect(device.violations == [])
  }

  /// What is installed is a version of the owner's own, and none before the newest that was ever there.
  private func check(_ owner: inout Owner, _ device: borrowing TestDevice) throws {
    guard let content = try device.contents(of: owner.component) else {
      #expect(owner.newest == 0)
      return
    }
    let version = try #require(owner.payloads.firstIndex(of: content))
    #expect(version >= owner.newest)
    owner.newest = version
  }
}

/// How many messages a random test sends: TEEP_SESSIONS of the environment, or enough for each run.
enum TestSessions {
  static var count: Int {
    ProcessInfo.processInfo.environment["TEEP_SESSIONS"].flatMap { Int($0) } ?? 400
  }
}
