import TEEPCodec
import TEEPHost

/// What an agent answers to `status`:
/// `{ 1: [* { 0: component-identifier, 14: size }], 2: largest message, 3: bytes free in the store, 4: why it started }`.
/// Keys that are not known here are passed over.
struct AgentContents: Equatable, Sendable {
  /// Components beyond which an answer is refused.
  static let maximumComponents = 1024
  /// Pairs in the map beyond which an answer is refused.
  private static let maximumPairs = 32

  var components: [InstalledComponent] = []
  var largestMessage: UInt64?
  var freeBytes: UInt64?
  /// Why the device started; 0 where nothing went wrong.
  var startReason: UInt64?

  /// What the device says went wrong before it started.
  var restartReason: RestartReason? {
    guard let startReason, startReason != 0 else { return nil }
    return RestartReason(code: startReason)
  }

  /// Whether the device holds a component.
  func holds(_ identifier: ComponentIdentifier) -> Bool {
    components.contains { $0.identifier == identifier }
  }
}

extension AgentContents {
  init(decoding bytes: [UInt8]) throws(DecodeError) {
    var reader = CBORReader(bytes.span)
    for _ in 0..<(try reader.map(upTo: Self.maximumPairs)) {
      switch try reader.unsigned() {
      case 1:
        for _ in 0..<(try reader.array(0...Self.maximumComponents)) {
          let claims = try SystemPropertyClaims(&reader)
          let identifier = try ComponentIdentifier(decoding: claims.componentIdentifier)
          components.append(InstalledComponent(identifier: identifier, size: claims.imageSize))
        }
      case 2: largestMessage = try reader.unsigned()
      case 3: freeBytes = try reader.unsigned()
      case 4: startReason = try reader.unsigned()
      default: try reader.skip()
      }
    }
    try reader.end()
  }
}
