import TEEPAgent
import TEEPCodec
import TEEPTestSupport

extension TestDevice {
  /// The identifier of the component in the TEEP examples: TEEP-Device, SecureFS, 8d82573a-…, ta.
  static let exampleComponent = [UInt8](
    hexadecimal: """
      84 4b 544545502d446576696365 48 5365637572654653 50 8d82573a926d4754935332dc29997f74 42 7461
      """)

  /// What is installed as a component, read by a store of its own.
  func contents(of identifier: [UInt8] = exampleComponent) throws -> [UInt8]? {
    let store = try Store(mounting: SimulatedFlash(image: flash.snapshot.memory))
    guard let component = store.component(identifier.span) else { return nil }
    return Array(copying: component.bytes)
  }

  /// RequestTA without a URI.
  mutating func requestTA(_ identifier: [UInt8], binarySequenceNumber: UInt64? = nil) -> AgentAnswer {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    return agent.requestTA(
      identifier.span, tamURI: Span(), binarySequenceNumber: binarySequenceNumber, response: &span)
  }

  /// UnrequestTA without a URI.
  mutating func unrequestTA(_ identifier: [UInt8]) -> AgentAnswer {
    var response = [UInt8](repeating: 0, count: 1152)
    var span = response.mutableSpan
    return agent.unrequestTA(identifier.span, tamURI: Span(), response: &span)
  }

  /// The URI of a TAM, as the agent gives it to the broker.
  mutating func tamURI(at index: Int) -> String {
    var buffer = [UInt8](repeating: 0, count: 512)
    var span = buffer.mutableSpan
    let count = agent.copyTAMURI(at: index, into: &span)
    return String(decoding: buffer.prefix(count), as: UTF8.self)
  }
}
