import TEEPAgent
import TEEPTestSupport

extension TestDevice {
  /// The identifier of the component in the TEEP examples: TEEP-Device, SecureFS, 8d82573a-…, ta.
  static let exampleComponent = [UInt8](
    hexadecimal: """
      84 4b 544545502d446576696365 48 5365637572654653 50 8d82573a926d4754935332dc29997f74 42 7461
      """)

  /// What is installed as a component, read by a store of its own.
  func contents(of identifier: [UInt8] = exampleComponent) throws -> [UInt8]? {
    let store = try Store(mounting: SimulatedFlash(image: memory))
    guard let component = store.component(identifier.span) else { return nil }
    return Array(copying: component.bytes)
  }
}
