import Foundation
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// Random sessions of two devices with a TAM, through a broker that drops, doubles, keeps, changes and swaps messages.
/// `TEEP_SESSIONS` says how many.
@Suite struct HostileBrokerTests {
  /// A device that does what an Update says.
  private struct Device {
    let name: String
    let agent: FakeAgent
    /// Sequence numbers of what it holds, by the digest of the payload's one byte.
    var held: [ComponentIdentifier: TestEnvelope] = [:]
  }

  private static let names = ["one", "two", "three"]

  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  @Test(
    "Whatever the broker does, what is replayed or changed gets no answer, and the next honest exchange works"
  )
  func sessions() async throws {
    var generator = SeededGenerator()
    let count = ProcessInfo.processInfo.environment["TEEP_SESSIONS"].flatMap(Int.init) ?? 1000
    print("TEEP_SEED=\(generator.seed) for \(count) sessions with a hostile broker")
    var published: [String: TestEnvelope] = [:]
    for name in Self.names { published[name] = try await publish(name, 1) }
    var devices = [
      Device(name: "a", agent: try await fixture.enroll("a")),
      Device(name: "b", agent: try await fixture.enroll("b", .ed25519)),
    ]
    /// Messages of agents that were delivered, and so must not count again.
    var used: [[UInt8]] = []
    /// Messages of agents that the broker has kept back.
    var kept: [[UInt8]] = []
    for session in 1...count {
      let index = Int.random(in: 0...1, using: &generator)
      fixture.clock.advance(1)
      if Int.random(in: 0..<20, using: &generator) == 0,
        let name = Self.names.randomElement(using: &generator)
      {
        let number = (published[name]?.sequenceNumber ?? 0) + 1
        published[name] = try await publish(name, number)
      }
      try await attack(used: used, kept: &kept, &generator)
      try await converse(&devices[index], used: &used, kept: &kept, &generator)
      if used.count > 40 { used.removeFirst(20) }
      if kept.count > 10 { kept.removeFirst(5) }
      if session.isMultiple(of: 50) {
        for index in devices.indices { try await converge(&devices[index], on: published) }
      }
    }
  }

  private func publish(_ name: String, _ number: UInt64) async throws -> TestEnvelope {
    let envelope = try TestEnvelope(
      name, sequenceNumber: number, payload: [UInt8(truncatingIfNeeded: number), 1])
    try await fixture.publish(envelope)
    return envelope
  }

  /// What the broker sends of its own accord: none of it gets an answer, but for a message that was kept back and may
  /// count once.
  private func attack(
    used: [[UInt8]], kept: inout [[UInt8]], _ generator: inout SeededGenerator
  ) async throws {
    if let message = used.randomElement(using: &generator) {
      #expect(try await fixture.tam.processMessage(message) == nil, "a replay")
    }
    if var message = (used + kept).randomElement(using: &generator), !message.isEmpty {
      let index = Int.random(in: message.indices, using: &generator)
      message[index] ^= UInt8.random(in: 1...255, using: &generator)
      #expect(try await fixture.tam.processMessage(message) == nil, "byte \(index) changed")
    }
    if !kept.isEmpty, Bool.random(using: &generator) {
      _ = try await fixture.tam.processMessage(
        kept.remove(at: Int.random(in: kept.indices, using: &generator)))
    }
  }

  /// One session, of which any message may be lost, kept back or doubled.
  private func converse(
    _ device: inout Device, used: inout [[UInt8]], kept: inout [[UInt8]], _ generator: inout SeededGenerator
  ) async throws {
    var message: [UInt8]? = try await fixture.tam.processConnect()
    for _ in 0..<4 {
      guard let received = message, let answer = try respond(to: received, &device, &generator) else {
        return
      }
      switch Int.random(in: 0..<10, using: &generator) {
      case 0: return
      case 1:
        kept.append(answer)
        return
      default:
        message = try await fixture.tam.processMessage(answer)
        used.append(answer)
      }
    }
  }

  /// What the device says to a message of the TAM; nil to one that demands no answer.
  private func respond(
    to message: [UInt8], _ device: inout Device, _ generator: inout SeededGenerator, isHonest: Bool = false
  ) throws -> [UInt8]? {
    let received = try ReceivedMessage(message)
    if received.type == .queryRequest {
      let installed = device.held.map { identifier, envelope in
        InstalledComponent(
          identifier: identifier, sha256: envelope.installed.sha256, size: envelope.installed.size)
      }
      let wanted = try Self.names.map { try request(TestEnvelope($0, payload: []).component) }
      return try device.agent.queryResponse(token: received.token, installed: installed, requested: wanted)
    }
    guard received.errorCode == nil else { return nil }
    if !isHonest, Int.random(in: 0..<8, using: &generator) == 0 {
      return try device.agent.error(11, token: received.token)
    }
    for bytes in received.envelopes {
      let facts = try EnvelopeFacts(checking: bytes)
      let component = facts.components[0]
      var envelope = try TestEnvelope("one", payload: [])
      envelope.sequenceNumber = facts.sequenceNumber
      envelope.payload = [UInt8(truncatingIfNeeded: facts.sequenceNumber), 1]
      // A device refuses what is older than what it holds.
      let held = device.held[component.identifier]?.sequenceNumber ?? 0
      guard facts.sequenceNumber >= held else { return try device.agent.error(11, token: received.token) }
      #expect(component.sha256 == envelope.installed.sha256)
      device.held[component.identifier] = envelope
    }
    return try device.agent.success(token: received.token)
  }

  /// Honest sessions until nothing is due: then the device holds what is published, and the TAM knows it.
  private func converge(_ device: inout Device, on published: [String: TestEnvelope]) async throws {
    var generator = SeededGenerator(seed: 1)
    for _ in 0..<8 {
      var message: [UInt8]? = try await fixture.tam.processConnect()
      while let received = message,
        let answer = try respond(to: received, &device, &generator, isHonest: true)
      {
        message = try await fixture.tam.processMessage(answer)
      }
    }
    let expected = Dictionary(
      uniqueKeysWithValues: published.values.map { ($0.component, $0.sequenceNumber) })
    #expect(device.held.mapValues(\.sequenceNumber) == expected)
    let status = try #require(try await fixture.device(device.name))
    let known = Dictionary(
      uniqueKeysWithValues: status.components.map { ($0.identifier, $0.sequenceNumber ?? 0) })
    #expect(known == expected)
  }
}
