import Foundation
import TEEPCodec
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPTAM

/// What attests the TAM to a device (draft-ietf-teep-protocol-26, section 7.1.2).
@Suite struct OwnEvidenceTests {
  private static let challenge = [UInt8](repeating: 0xC5, count: 32)

  private func fixture(_ evidence: OwnEvidence?) async throws -> (TAMFixture, FakeAgent) {
    var attestation = Attestation()
    attestation.ownEvidence = evidence
    let fixture = try TAMFixture(attestation: attestation)
    return (fixture, try await fixture.enroll("device"))
  }

  @Test(
    "ERR_ATTESTATION_REQUIRED is answered with a QueryRequest that has the file as its attestation payload")
  func file() async throws {
    let folder = try TAMFixture().folder
    let path = try folder.write([1, 2, 3], to: "evidence")
    let (fixture, agent) = try await fixture(.file(path, format: "application/test"))
    let error = try await agent.error(7, token: fixture.connect(), challenge: Self.challenge, freshness: [0])
    let request = try ReceivedMessage(await fixture.tam.processMessage(error))
    #expect(request.type == .queryRequest)
    #expect(request.attestationPayload == [1, 2, 3])
    #expect(request.attestationPayloadFormat == "application/test")
    #expect(request.token.count == 16)
    // An agent that asks once more was not convinced.
    let again = try agent.error(7, token: request.token, challenge: Self.challenge)
    #expect(try await fixture.tam.processMessage(again) == nil)
  }

  @Test("A command gets the challenge in hexadecimal, and its output is the payload")
  func command() async throws {
    let folder = try TAMFixture().folder
    let path = try folder.write(Array("#!/bin/sh\nprintf 'for %s' \"$1\"\n".utf8), to: "command")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    let (fixture, agent) = try await fixture(.command(path, format: nil))
    let error = try agent.error(7, token: nil, challenge: Self.challenge, freshness: [0])
    let request = try ReceivedMessage(await fixture.tam.processMessage(error))
    #expect(request.attestationPayload == Array("for \(String(repeating: "c5", count: 32))".utf8))
    #expect(request.attestationPayloadFormat == nil)
  }

  @Test("A command that fails, or writes nothing, is an error that names it", arguments: ["exit 1", "true"])
  func badCommand(body: String) async throws {
    let folder = try TAMFixture().folder
    let path = try folder.write(Array("#!/bin/sh\n\(body)\n".utf8), to: "command")
    try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: path)
    let evidence = OwnEvidence.command(path, format: nil)
    let error = await #expect(throws: FileError.self) { try await evidence.payload(challenge: nil) }
    #expect(error?.path == path)
  }

  @Test("A TAM without anything that attests it says nothing")
  func none() async throws {
    let (fixture, agent) = try await fixture(nil)
    #expect(try await fixture.tam.processMessage(agent.error(7, token: fixture.connect())) == nil)
  }
}
