import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPHost
import TEEPTestSupport

@testable import TEEPTAM

extension Fleet {
  /// Sessions within which a device comes to hold what it should, as long as nothing is lost. One for each change that
  /// failed before, which is sent alone; one for what was pending; and as many as there may have to be authentic messages
  /// before the device writes for one in vain (WearLimit), of which each session brings two or more.
  private static let patience = 64

  /// Applications say what they need, and the broker carries everything as it is: the device then holds what the TAM wants,
  /// and the TAM knows it.
  func honestSession() async throws {
    let device = devices[broker.index(below: devices.count)]
    let tam = tams[broker.index(below: tams.count)]
    for component in tam.components {
      if !broker.chance(4) {
        device.wanted.insert(component.identifier)
      } else {
        device.wanted.remove(component.identifier)
      }
    }
    try await settle(device, with: tam)
  }

  func settle(_ device: SessionDevice, with tam: SessionTAM) async throws {
    device.flash.restart()
    device.agent.line.payloads = tam.payloads
    for component in tam.components {
      _ = device.ask(for: component.identifier, isNeeded: device.wanted.contains(component.identifier))
    }
    for _ in 0..<Self.patience {
      var message: [UInt8]? = try await tam.tam.processConnect()
      while let received = message, let answer = device.process(received) {
        message = try await tam.tam.processMessage(answer)
      }
      try check(device)
      if try await isSettled(device, with: tam) { return }
    }
    throw Violation("\(device.name) does not get to what \(tam.name) wants: \(try difference(device, tam))")
  }

  private func isSettled(_ device: SessionDevice, with tam: SessionTAM) async throws -> Bool {
    guard try difference(device, tam).isEmpty else { return false }
    let held = try device.contents(of: tam.components.map(\.identifier)).found
    let known = try await tam.tam.store.devices().first { $0.name == device.name }?.components ?? []
    return Set(known.map(\.identifier)) == Set(held.keys)
  }

  /// The components that are not as they should be.
  private func difference(_ device: SessionDevice, _ tam: SessionTAM) throws -> [String] {
    let held = try device.contents(of: tam.components.map(\.identifier)).found
    return tam.components.compactMap { component in
      let content = held[component.identifier]
      guard device.wanted.contains(component.identifier), let due = component.due else {
        return content == nil ? nil : "\(component.identifier) is there"
      }
      // What a policy does not allow is left as it is, and so is what is older than what was there before.
      guard component.isAllowed, due >= device.newest[component.identifier] ?? 0 else { return nil }
      return content == component.versions[due].content
        ? nil : "\(component.identifier) is not version \(due)"
    }
  }
}
