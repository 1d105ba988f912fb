import BoardTestSupport
import BoardTools
import Foundation
import StoreTestSupport
import TEEPCodec
import TEEPTestSupport
import Testing

/// Updates that a TAM sent to the firmware, which a test can give it again and again: they have no token that the agent
/// would know.
struct RecordedUpdates {
  /// What the store holds before the first of them: another component.
  let store: [UInt8]
  let install: [UInt8]
  let replacement: [UInt8]
  let removal: [UInt8]
  let next: Next

  /// A version after all of the others, and what the store holds when it is installed.
  struct Next {
    let update: [UInt8]
    let model: StoreModel
    let freeByteCount: Int
  }

  init() async throws {
    let deployment = try await Deployment()
    let device = try await DeviceInQEMU(flash: deployment.provision())
    let versions = [300, 700, 20].enumerated().map { [UInt8].pattern($1, UInt64($0)) }
    try deployment.enrol()
    try deployment.publishIntegrated("neighbour", Array("unchanged".utf8))
    let tam = deployment.tamURI
    _ = try await Self.session(device) { (line) in try await line.request("neighbour", from: tam) }
    store = try await device.storeImage()

    try deployment.publishIntegrated("hello", version: 1, versions[0])
    install = try await Self.session(device) { (line) in try await line.request(from: tam) }
    #expect(try await deployment.extract("hello", from: device.storeImage()) == versions[0])
    try deployment.publishIntegrated("hello", version: 2, versions[1])
    replacement = try await Self.session(device) { (line) in try await line.checkPolicy(at: tam) }
    #expect(try await deployment.extract("hello", from: device.storeImage()) == versions[1])
    try deployment.operate("remove", "TEEP-Device/hello")
    removal = try await Self.session(device) { (line) in try await line.checkPolicy(at: tam) }
    #expect(try await deployment.extract("hello", from: device.storeImage()) == nil)
    try deployment.publishIntegrated("hello", version: 3, versions[2])
    let update = try await Self.session(device) { (line) in try await line.request(from: tam) }
    let image = try await device.storeImage()
    #expect(try deployment.extract("hello", from: image) == versions[2])
    #expect(try deployment.extract("neighbour", from: image) == Array("unchanged".utf8))
    let (model, freeByteCount) = try UpdateTrace.contents(of: image)
    next = Next(update: update, model: model, freeByteCount: freeByteCount)
  }

  /// The Update that the agent gets in a session of its own.
  private static func session(
    _ device: DeviceInQEMU,
    _ body: (inout AgentLine<SerialConnection>) async throws -> [AgentLine<SerialConnection>.Exchange]
  ) async throws -> [UInt8] {
    var line = try AgentLine(device)
    let exchanges = try await body(&line)
    guard exchanges.count == 3, try TEEPAnswer(exchanges[1].answer).type == .success else {
      throw Unexpected("no Update that succeeds: \(exchanges.map(\.status))")
    }
    return exchanges[1].received
  }
}
