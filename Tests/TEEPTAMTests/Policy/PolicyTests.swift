import Foundation
import TEEPHost
import Testing

@testable import TEEPTAM

/// Which component which device gets, in which version.
@Suite struct PolicyTests {
  private let fixture: TAMFixture
  private let (kitchen, hall): (FakeAgent, FakeAgent)
  private let first: TestEnvelope
  private let second: TestEnvelope

  init() async throws {
    fixture = try TAMFixture()
    (kitchen, hall) = try await (fixture.enroll("kitchen"), fixture.enroll("hall"))
    first = try TestEnvelope("one", sequenceNumber: 1, payload: [1], uri: "http://tam/x")
    second = try TestEnvelope("one", sequenceNumber: 2, payload: [2])
    try await fixture.publish(first, payload: [1])
  }

  /// The envelopes that a device gets that asks for the component, holding `held`.
  private func offered(to agent: FakeAgent, holding held: TestEnvelope? = nil) async throws -> [[UInt8]] {
    let installed = held.map {
      [InstalledComponent(identifier: $0.component, sha256: $0.installed.sha256, size: $0.installed.size)]
    }
    let response = try await agent.queryResponse(
      token: fixture.connect(), installed: installed ?? [], requested: [request(first.component)])
    guard let answer = try await fixture.tam.processMessage(response) else { return [] }
    let update = try ReceivedMessage(answer)
    _ = try await fixture.tam.processMessage(agent.success(token: update.token))
    return update.envelopes
  }

  private func set(_ policy: DevicePolicy) async throws { _ = try await fixture.tam.setPolicy(policy) }

  @Test("A version that a policy names is kept, with its payload, for the devices that it is about")
  func version() async throws {
    try await set(DevicePolicy(component: first.component, device: "kitchen", sequenceNumber: 1))
    try await fixture.publish(second)
    #expect(try await offered(to: kitchen) == [first.encoded])
    #expect(try await offered(to: hall) == [second.encoded])
    #expect(try await fixture.tam.store.payloadSize(sha256: first.installed.sha256) == 1)
    // Nothing older is sent to who has the newer one.
    #expect(try await offered(to: kitchen, holding: second) == [])
    try await fixture.publish(TestEnvelope("one", sequenceNumber: 3, payload: [3]))
    #expect(try await offered(to: kitchen) == [first.encoded])
    // Without the policy the newest version is due, and the old one is not kept.
    _ = try await fixture.tam.removePolicy(PolicyRemoval(component: first.component, device: "kitchen"))
    #expect(try await offered(to: kitchen, holding: first).count == 1)
    let error = await #expect(throws: AdminError.self) {
      try await set(DevicePolicy(component: first.component, sequenceNumber: 2))
    }
    #expect(error?.kind == .notFound)
  }

  @Test("A component that is not allowed is neither installed nor updated nor removed there")
  func denied() async throws {
    try await set(DevicePolicy(component: first.component, isAllowed: false))
    try await set(DevicePolicy(component: first.component, device: "hall"))
    #expect(try await offered(to: kitchen) == [])
    #expect(try await offered(to: hall) == [first.encoded])
    try await fixture.publish(second)
    #expect(try await offered(to: kitchen, holding: first) == [])
    #expect(try await offered(to: hall, holding: first) == [second.encoded])
  }

  @Test("Policies are listed, replaced, kept over a restart, and audited; a device's own go with it")
  func list() async throws {
    let all = DevicePolicy(component: first.manifest, isAllowed: false)
    let own = DevicePolicy(component: first.manifest, device: "hall", sequenceNumber: 1)
    try await set(DevicePolicy(component: first.component, sequenceNumber: 1))
    try await set(all)
    try await set(own)
    let tam = try fixture.restarted()
    #expect(try await tam.store.policies() == [all, own])
    #expect(try await tam.store.audit().prefix(3).allSatisfy { $0.action == .changed })
    _ = try await tam.unenroll(UnenrollmentRequest(name: "hall"))
    #expect(try await tam.store.policies() == [all])
  }

  @Test("A policy about what is not there is refused with the field")
  func refused() async throws {
    for (policy, field) in try [
      (DevicePolicy(component: ComponentIdentifier("no/such")), "'component'"),
      (DevicePolicy(component: first.component, device: "cellar"), "'device'"),
      (DevicePolicy(component: first.component, sequenceNumber: 7), "'sequenceNumber'"),
      (DevicePolicy(component: first.component, isAllowed: false, sequenceNumber: 1), "'sequenceNumber'"),
    ] {
      let error = await #expect(throws: AdminError.self) { try await set(policy) }
      #expect(error?.description.contains(field) == true, "\(error?.description ?? "")")
    }
    #expect(try await fixture.tam.store.policies() == [])
  }
}
