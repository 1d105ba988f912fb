import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import TEEPHost
import Testing

@testable import TEEPTAM

@Suite struct AdminAPITests {
  private let fixture: TAMFixture
  private let application: Application<AdminResponder>

  init() throws {
    fixture = try TAMFixture()
    application = Application(responder: AdminResponder(tam: fixture.tam), logger: fixture.tam.logger)
  }

  private func execute(
    _ method: HTTPRequest.Method, _ path: String, _ body: String = ""
  ) async throws -> TestResponse {
    try await application.test(.router) { client in
      try await client.execute(uri: path, method: method, body: ByteBuffer(string: body))
    }
  }

  /// Demands an error of one sentence that has `words`.
  private func expectError(
    _ response: TestResponse, _ status: HTTPResponse.Status, _ words: String
  ) throws {
    #expect(response.status == status)
    #expect(response.headers[.contentType] == "application/json")
    let failure = try AdminAPI.makeDecoder().decode(
      AdminFailure.self, from: Data(response.body.readableBytesView))
    #expect(failure.error.contains(words), "\(failure.error)")
    #expect(!failure.error.contains("\n"))
  }

  private func enrollment(_ name: String, _ key: String) throws -> String {
    try String(
      decoding: AdminAPI.makeEncoder().encode(EnrollmentRequest(name: name, publicKey: key)), as: UTF8.self)
  }

  @Test("A device is enrolled and listed")
  func enroll() async throws {
    let agent = try FakeAgent(.ed25519)
    let response = try await execute(.post, "/devices", enrollment("kitchen", agent.verificationKey.pem()))
    #expect(response.status == .ok)
    let device = try AdminAPI.makeDecoder().decode(
      DeviceStatus.self, from: Data(response.body.readableBytesView))
    #expect(device.name == "kitchen")
    #expect(device.keyType == "ed25519")
    #expect(device.keyIdentifier == agent.verificationKey.thumbprint.hexadecimalDigits)
    #expect(device.enrolled == fixture.clock.now)
    #expect(try await fixture.tam.store.devices() == [device])
    // The same again is the same device.
    let again = try await execute(.post, "/devices", enrollment("kitchen", agent.verificationKey.pem()))
    #expect(again.status == .ok)
    #expect(try await fixture.tam.store.devices().count == 1)
  }

  @Test("A device that is unenrolled is unknown, with all that was known of it")
  func unenroll() async throws {
    let agent = try await fixture.enroll("kitchen")
    let token = try await fixture.connect()
    _ = try await fixture.tam.processMessage(agent.queryResponse(token: token))
    #expect(try await execute(.post, "/devices/remove", #"{"name":"kitchen"}"#).status == .ok)
    #expect(try await fixture.tam.store.devices() == [])
    let message = try await agent.queryResponse(token: fixture.connect())
    #expect(try await fixture.tam.processMessage(message) == nil)
    try expectError(
      await execute(.post, "/devices/remove", #"{"name":"kitchen"}"#), .notFound, "'kitchen'")
    // The name and the key are free again.
    #expect(
      try await execute(.post, "/devices", enrollment("kitchen", agent.verificationKey.pem())).status == .ok)
  }

  @Test("Every enrolment, publication and removal is in the audit log, the last first, also after a restart")
  func audit() async throws {
    let agent = try await fixture.enroll("kitchen")
    let envelope = try TestEnvelope("one", sequenceNumber: 3, payload: [1])
    try await fixture.publish(envelope)
    _ = try await fixture.tam.remove(RemovalRequest(component: envelope.component))
    _ = try await fixture.tam.unenroll(UnenrollmentRequest(name: "kitchen"))
    // What is refused was not done.
    await #expect(throws: AdminError.self) {
      try await fixture.tam.remove(RemovalRequest(component: envelope.component))
    }
    let response = try await execute(.get, "/audit")
    let entries = try AdminAPI.makeDecoder().decode(
      [AuditEntry].self, from: Data(response.body.readableBytesView))
    #expect(entries.map(\.action) == [.unenrolled, .removed, .published, .enrolled])
    #expect(entries.map(\.subject) == ["kitchen", "test/one/suit", "test/one/suit", "kitchen"])
    #expect(entries[3].detail.contains(agent.verificationKey.thumbprint.hexadecimalDigits))
    #expect(entries[2].detail.contains("sequence-number 3"))
    #expect(entries.allSatisfy { $0.time == fixture.clock.now })
    #expect(try await fixture.restarted().store.audit() == entries)
  }

  @Test("An attestation key is another one than the device's, and a UEID is 7 to 33 bytes in hexadecimal")
  func attestation() async throws {
    let (agent, other) = (try FakeAgent(), try FakeAgent(.ed25519))
    func enrollment(_ key: FakeAgent, _ ueid: String) throws -> String {
      try String(
        decoding: AdminAPI.makeEncoder().encode(
          EnrollmentRequest(
            name: "hall", publicKey: agent.verificationKey.pem(), attestationKey: key.verificationKey.pem(),
            ueid: ueid)), as: UTF8.self)
    }
    try expectError(
      await execute(.post, "/devices", enrollment(agent, "01020304050607")), .badRequest,
      "field 'attestationKey'")
    for ueid in ["010203040506", String(repeating: "01", count: 34), "0102030405060x"] {
      try expectError(await execute(.post, "/devices", enrollment(other, ueid)), .badRequest, "field 'ueid'")
    }
    #expect(try await execute(.post, "/devices", enrollment(other, "01020304050607")).status == .ok)
  }

  @Test("A name and a key belong to one device")
  func conflicts() async throws {
    let agent = try await fixture.enroll("kitchen")
    try expectError(
      await execute(.post, "/devices", enrollment("hall", agent.verificationKey.pem())), .conflict,
      "'kitchen'")
    try expectError(
      await execute(.post, "/devices", enrollment("kitchen", FakeAgent().verificationKey.pem())), .conflict,
      "field 'name'")
    #expect(try await fixture.tam.store.devices().count == 1)
  }

  @Test("What is no public key is refused")
  func badKeys() async throws {
    let secret = try SigningKey(generating: .p256).pem()
    for key in ["", "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", secret] {
      let response = try await execute(.post, "/devices", enrollment("x", key))
      try expectError(response, .badRequest, "field 'publicKey'")
      #expect(!String(buffer: response.body).contains(secret.split(separator: "\n")[1]))
    }
  }

  @Test("A name is 1 to 128 bytes without control characters")
  func badNames() async throws {
    let key = try FakeAgent().verificationKey.pem()
    for name in ["", "a\nb", "a\u{7F}", String(repeating: "x", count: 129)] {
      try expectError(await execute(.post, "/devices", enrollment(name, key)), .badRequest, "field 'name'")
    }
    #expect(
      try await execute(.post, "/devices", enrollment(String(repeating: "x", count: 128), key)).status == .ok)
  }

  @Test("A device whose cipher suite the TAM has no key for is refused")
  func noSuite() async throws {
    let fixture = try TAMFixture(types: [.p256])
    await #expect(throws: AdminError.self) { try await fixture.enroll("device", .ed25519) }
  }

  @Test("No more devices than the bound")
  func bound() async throws {
    let fixture = try TAMFixture { $0.devices = 2 }
    _ = try await fixture.enroll("a")
    _ = try await fixture.enroll("b")
    await #expect(throws: AdminError.self) { try await fixture.enroll("c") }
  }

  @Test("JSON that is not what it should be names the field")
  func badJSON() async throws {
    try expectError(await execute(.post, "/devices", "{"), .badRequest, "no valid JSON")
    try expectError(await execute(.post, "/devices", "{}"), .badRequest, "'name' is missing")
    try expectError(
      await execute(.post, "/devices", #"{"name":1,"publicKey":""}"#), .badRequest, "'name' is no String")
    try expectError(await execute(.post, "/components", #"{"envelope":"%"}"#), .badRequest, "'envelope'")
    try expectError(
      await execute(.post, "/components/remove", #"{"component":"a//b"}"#), .badRequest, "'component'")
    try expectError(
      await execute(.post, "/components", #"{"envelope":"AA=="}"#), .badRequest, "cannot be read")
  }

  @Test("Other paths and methods are not there")
  func notFound() async throws {
    for (method, path) in [(.get, "/"), (.delete, "/devices"), (.get, "/tam"), (.post, "/components/")]
      as [(HTTPRequest.Method, String)]
    {
      try expectError(await execute(method, path), .notFound, path)
    }
  }

  @Test("A failure of the TAM is 500 with a sentence")
  func internalFailure() async throws {
    try fixture.tam.store.close()
    try expectError(await execute(.get, "/devices"), .internalServerError, "the TAM failed")
  }
}
