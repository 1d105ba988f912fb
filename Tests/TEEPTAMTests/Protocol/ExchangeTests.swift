import Crypto
import TEEPCodec
import TEEPHost
import Testing

@testable import TEEPTAM

/// Whole exchanges between the TAM and an agent made by hand.
@Suite struct ExchangeTests {
  private let fixture: TAMFixture

  init() throws { fixture = try TAMFixture() }

  private func installed(_ envelope: TestEnvelope) -> InstalledComponent {
    let (identifier, sha256, size) = envelope.installed
    return InstalledComponent(identifier: identifier, sha256: sha256, size: size)
  }

  @Test("A component is asked for, sent, confirmed and then known to be held", arguments: KeyType.allCases)
  func install(type: KeyType) async throws {
    let envelope = try TestEnvelope("one", sequenceNumber: 7, payload: [1, 2, 3])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device", type)
    #expect(try await fixture.device("device")?.lastSeen == nil)

    let answer = try await fixture.tam.processMessage(
      agent.queryResponse(token: fixture.connect(), requested: [request(envelope.component)]))
    let update = try ReceivedMessage(answer)
    #expect(update.type == .update)
    #expect(update.isSign1)
    #expect(update.envelopes == [envelope.encoded])
    #expect(update.unneeded == [])
    #expect(update.token.count == 16)
    let key = try #require(fixture.keys.key(for: type)).verificationKey
    #expect(update.signatures[0].keyIdentifier == key.thumbprint)
    #expect(try update.isSigned(at: 0, by: key))

    let nothing = try await fixture.tam.processMessage(
      agent.success(
        token: update.token,
        reports: [report(of: envelope.manifestDigest, nonce: update.token, claims: [installed(envelope)])]))
    #expect(nothing == nil)
    let device = try #require(try await fixture.device("device"))
    #expect(device.lastSeen == fixture.clock.now)
    #expect(
      device.components == [
        HeldComponent(
          identifier: envelope.component, sha256: envelope.installed.sha256.hexadecimalDigits, size: 3,
          sequenceNumber: 7)
      ])
  }

  @Test("A device that has what it should is told nothing")
  func upToDate() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    let response = try await agent.queryResponse(token: fixture.connect(), installed: [installed(envelope)])
    #expect(try await fixture.tam.processMessage(response) == nil)
    // What it holds is known by its bytes, also without an Update from here.
    #expect(try await fixture.device("device")?.components.first?.sequenceNumber == 1)
  }

  @Test("A new version is sent to whoever holds the old one, also where only the manifest is new")
  func newVersion() async throws {
    let old = try TestEnvelope("one", sequenceNumber: 1, payload: [1])
    try await fixture.publish(old)
    let agent = try await fixture.enroll("device")
    _ = try await fixture.tam.processMessage(
      agent.queryResponse(token: fixture.connect(), installed: [installed(old)]))
    for envelope in try [
      TestEnvelope("one", sequenceNumber: 2, payload: [2]),
      TestEnvelope("one", sequenceNumber: 3, payload: [2]),
    ] {
      let held = try #require(try await fixture.device("device")).components[0]
      let component = InstalledComponent(
        identifier: held.identifier, sha256: [UInt8](hexadecimalDigits: Array((held.sha256 ?? "").utf8)))
      try await fixture.publish(envelope)
      let update = try ReceivedMessage(
        await fixture.tam.processMessage(
          agent.queryResponse(token: fixture.connect(), installed: [component])))
      #expect(update.envelopes == [envelope.encoded])
      _ = try await fixture.tam.processMessage(agent.success(token: update.token))
      #expect(
        try await fixture.device("device")?.components.map(\.sequenceNumber) == [envelope.sequenceNumber])
    }
  }

  @Test("A component that was removed at the TAM is removed from the device, by its manifest's identifier")
  func remove() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    _ = try await fixture.tam.remove(RemovalRequest(component: envelope.component))
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: fixture.connect(), installed: [installed(envelope)])))
    #expect(update.envelopes == [])
    #expect(update.unneeded == [envelope.manifest])
    #expect(try await fixture.device("device")?.components.count == 1)
    #expect(try await fixture.tam.processMessage(agent.success(token: update.token)) == nil)
    #expect(try await fixture.device("device")?.components == [])
  }

  @Test("What the device does not need is removed from it, and may be asked for again")
  func unneeded() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(
          token: fixture.connect(), installed: [installed(envelope)], unneeded: [envelope.manifest])))
    #expect(update.unneeded == [envelope.manifest])
    _ = try await fixture.tam.processMessage(agent.success(token: update.token))
    let again = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: fixture.connect(), requested: [request(envelope.component)])))
    #expect(again.envelopes == [envelope.encoded])
  }

  @Test("What does not fit one Update follows after a QueryRequest in the same session")
  func severalUpdates() async throws {
    let large = try (1...3).map {
      try TestEnvelope("c\($0)", payload: [UInt8](repeating: UInt8($0), count: 900))
    }
    for envelope in large { try await fixture.publish(envelope) }
    let agent = try await fixture.enroll("device")
    var held: [InstalledComponent] = []
    var token = try await fixture.connect()
    for (index, envelope) in large.enumerated() {
      let update = try ReceivedMessage(
        await fixture.tam.processMessage(
          agent.queryResponse(
            token: token, installed: held, requested: large[index...].map { request($0.component) })))
      #expect(update.envelopes == [envelope.encoded])
      held.append(installed(envelope))
      let next = try await fixture.tam.processMessage(agent.success(token: update.token))
      guard index < 2 else {
        #expect(next == nil)
        break
      }
      let query = try ReceivedMessage(next)
      #expect(query.type == .queryRequest)
      // The cipher suite of the device is known by now (section 8.1).
      #expect(query.isSign1)
      #expect(try query.isSigned(at: 0, by: fixture.keys.keys[0].verificationKey))
      token = query.token
    }
  }

  @Test("A device that restarts the exchange gets the Update again; the one before it is answered too")
  func parallelSessions() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    var tokens: [[UInt8]] = []
    for _ in 0..<2 {
      let response = try await agent.queryResponse(
        token: fixture.connect(), requested: [request(envelope.component)])
      tokens.append(try ReceivedMessage(await fixture.tam.processMessage(response)).token)
    }
    #expect(Set(tokens).count == 2)
    for token in tokens { _ = try await fixture.tam.processMessage(agent.success(token: token)) }
    #expect(try await fixture.device("device")?.components.count == 1)
  }

  @Test("All is kept over a restart: device, manifest, token and what is held")
  func restart() async throws {
    let envelope = try TestEnvelope("one", payload: [1])
    try await fixture.publish(envelope)
    let agent = try await fixture.enroll("device")
    let update = try ReceivedMessage(
      await fixture.tam.processMessage(
        agent.queryResponse(token: fixture.connect(), requested: [request(envelope.component)])))
    let restarted = try fixture.restarted()
    #expect(try await restarted.processMessage(agent.success(token: update.token)) == nil)
    #expect(try await restarted.store.devices().first?.components.count == 1)
    #expect(try await restarted.store.publications().map(\.manifest) == [envelope.manifest])
  }
}
