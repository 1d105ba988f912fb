import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPHost
import TEEPTestSupport

@testable import TEEPTAM

/// Two TAMs with four devices, two of each cipher suite, that trust both of them, each for what is its own.
final class Fleet {
  let tams: [SessionTAM]
  let devices: [SessionDevice]
  let signers: [SigningKey]
  var broker: HostileBroker
  /// How often something was installed, replaced or removed.
  private(set) var changeCount = 0
  /// How often devices answered a message by the broker with what.
  private(set) var answers: [TEEPMessageType: Int] = [:]

  static let tamNames = ["alpha", "omega"]

  init(_ seed: SeededGenerator) async throws {
    var generator = seed
    signers = [try SigningKey(.p256, from: &generator), try SigningKey(.ed25519, from: &generator)]
    tams = try Self.tamNames.map { name in try SessionTAM(name, &generator) }
    var devices: [SessionDevice] = []
    for (index, type) in [KeyType.p256, .p256, .ed25519, .ed25519].enumerated() {
      devices.append(
        try SessionDevice("device-\(index)", type, tams: tams, signers: signers, &generator))
    }
    self.devices = devices
    for tam in tams {
      for index in tam.components.indices {
        try await tam.publish(index, signedBy: signers[index % 2], &generator)
      }
      for device in devices {
        _ = try await tam.tam.enroll(
          EnrollmentRequest(
            name: device.name, publicKey: device.key.verificationKey.pem(),
            attestationKey: device.attestationKey.verificationKey.pem()))
      }
    }
    broker = HostileBroker(generator)
  }

  /// All that a device may fetch.
  private var payloads: [String: [UInt8]] {
    tams.reduce(into: [:]) { all, tam in all.merge(tam.payloads) { $1 } }
  }

  /// A session in which the broker does as it likes.
  func hostileSession() async throws {
    let device = devices[broker.index(below: devices.count)]
    let tam = broker.index(below: tams.count)
    if broker.chance(2) { try await tams[tam].operate(signers: signers, &broker.generator) }
    device.agent.line.payloads = broker.carry(payloads)
    device.agent.line.chunkByteCount = 1 + broker.index(below: 500)
    for _ in 0...broker.index(below: 6) { try await act(on: device, tam) }
    try check(device)
  }

  private func act(on device: SessionDevice, _ tam: Int) async throws {
    let component = tams[tam].components[broker.index(below: SessionTAM.componentNames.count)]
    switch broker.index(below: 20) {
    case 0: try device.restart()
    case 1: device.flash.cut(after: broker.index(below: 300), broker.tear())
    case 2: try tams[tam].restart(attests: broker.chance(3))
    case 3: device.agent.processError()
    case 4:
      _ = device.agent.requestPolicyCheck()
      // Strangers who only ask.
      for _ in 0..<8 { _ = try await tams[tam].tam.processConnect() }
    case 5: try overreach(on: device, as: tam)
    case 6: _ = device.process([UInt8](repeating: 0x5A, count: 2000 + broker.index(below: 8000)))
    case 7, 8:
      if let message = device.ask(for: component.identifier, isNeeded: broker.chance(2)) {
        broker.keep(toTAM: .init(tam: tam, bytes: message))
      }
    case 9...13:
      guard let message = broker.replay(from: \.toDevices) else { return }
      try deliver(message, to: device).map { broker.keep(toTAM: $0) }
    case 14, 15:
      guard let message = broker.replay(from: \.toTAMs) else { return }
      let tam = broker.chance(3) ? tam : message.tam
      if let answer = try await tams[tam].tam.processMessage(message.bytes) {
        broker.keep(toDevice: .init(tam: tam, bytes: answer))
      }
    default: try await converse(device, tam)
    }
    // Whoever cut the power off gives it back.
    if !device.flash.isPowered { try device.restart() }
  }

  /// A TEEP session of which the broker loses, changes and exchanges what it likes.
  private func converse(_ device: SessionDevice, _ first: Int) async throws {
    var tam = first
    var bytes: [UInt8]? = try await tams[tam].tam.processConnect()
    for _ in 0..<6 {
      guard let sent = bytes else { return }
      // There are many more QueryRequests than Updates, and these are worth more to it.
      if try Self.type(of: sent) == .update || broker.chance(8) {
        broker.keep(toDevice: .init(tam: tam, bytes: sent))
      }
      guard let arrived = broker.carry(.init(tam: tam, bytes: sent), from: \.toDevices),
        let answer = try deliver(arrived, to: device)
      else { return }
      broker.keep(toTAM: answer)
      guard let answered = broker.carry(answer, from: \.toTAMs) else { return }
      if broker.chance(12) { tam = broker.index(below: tams.count) }
      bytes = try await tams[tam].tam.processMessage(answered.bytes)
    }
  }

  /// Gives a device a message of a TAM; gives its answer, which must not name anything of another TAM.
  private func deliver(_ message: HostileBroker.Message, to device: SessionDevice) throws -> HostileBroker
    .Message?
  {
    guard let answer = device.process(message.bytes) else { return nil }
    answers[try Self.type(of: answer), default: 0] += 1
    for (index, name) in Self.tamNames.enumerated() where index != message.tam {
      guard !answer.contains(Array(name.utf8)) else {
        throw Violation("\(device.name) tells \(Self.tamNames[message.tam]) of what is of \(name)")
      }
    }
    return .init(tam: message.tam, bytes: answer)
  }

  private static func payload(of message: [UInt8]) throws -> [UInt8] {
    let signed = try COSESigned(decoding: message.span)
    guard let payload = signed.payload else { return [] }
    return [UInt8](payload)
  }

  private static func type(of message: [UInt8]) throws -> TEEPMessageType {
    let payload = try Self.payload(of: message)
    let decoded = try TEEPMessage(decoding: payload.span, numbers: .final)
    return decoded.type
  }

  /// A TAM that has gone over to the broker sends what only the other one may: nothing of the other's changes.
  private func overreach(on device: SessionDevice, as tam: Int) throws {
    let other = tams[1 - tam]
    guard let key = tams[tam].keys.first(where: { $0.type == device.key.type }),
      let component = other.components.randomElement(using: &broker.generator),
      let version = component.versions.randomElement(using: &broker.generator)
    else { return }
    let update: [UInt8]
    switch broker.index(below: 3) {
    case 0: update = TestUpdate.encode([version.envelope], token: key.identifier)
    case 1:
      // What the signer has signed and the other TAM has not published.
      var next = component
      try next.add([1, 2, 3], uri: nil, signedBy: signers[0])
      update = TestUpdate.encode(next.versions.suffix(1).map(\.envelope), token: key.identifier)
    default: update = TestUpdate.encode([], unneeded: [component.manifest.encoded], token: key.identifier)
    }
    let identifiers = other.components.map(\.identifier)
    let before = try device.contents(of: identifiers).found
    _ = device.process(try key.coseSign1(update))
    guard try device.contents(of: identifiers).found == before else {
      throw Violation("\(tams[tam].name) changed \(component.identifier) on \(device.name)")
    }
  }

  /// Whatever is installed was published by whom it belongs to, and nothing is older than what was there before.
  func check(_ device: SessionDevice) throws {
    let components = tams.flatMap(\.components)
    let (found, count) = try device.contents(of: components.map(\.identifier))
    guard found.count == count else {
      throw Violation("\(device.name) holds \(count) manifests, of which \(found.count) are known")
    }
    for component in components {
      guard let content = found[component.identifier] else { continue }
      guard let version = component.versions.lastIndex(where: { $0.content == content }) else {
        throw Violation("\(device.name) holds \(component.identifier) as it was never published")
      }
      guard version >= device.newest[component.identifier] ?? 0 else {
        throw Violation("\(device.name) holds version \(version) of \(component.identifier), which is older")
      }
      device.newest[component.identifier] = version
    }
    changeCount += components.count { found[$0.identifier] != device.held[$0.identifier] }
    device.held = found
  }
}

/// What must not happen did.
struct Violation: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
