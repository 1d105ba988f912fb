import StoreTestSupport
import TEEPTestSupport

/// What a broker has seen, and what it does to what it carries.
struct HostileBroker {
  /// A message, and which TAM sent or is to get it.
  struct Message {
    let tam: Int
    let bytes: [UInt8]
  }

  var generator: SeededGenerator
  /// Messages of TAMs, whichever device they were for.
  private(set) var toDevices: [Message] = []
  /// Messages of devices.
  private(set) var toTAMs: [Message] = []

  /// How many messages of a kind it keeps.
  private static let capacity = 64

  init(_ generator: SeededGenerator) { self.generator = generator }

  mutating func chance(_ count: Int) -> Bool { Int.random(in: 0..<count, using: &generator) == 0 }

  mutating func index(below count: Int) -> Int { Int.random(in: 0..<count, using: &generator) }

  mutating func keep(toDevice message: Message) { keep(message, \.toDevices) }

  mutating func keep(toTAM message: Message) { keep(message, \.toTAMs) }

  private mutating func keep(_ message: Message, _ pool: WritableKeyPath<HostileBroker, [Message]>) {
    if self[keyPath: pool].count < Self.capacity {
      self[keyPath: pool].append(message)
    } else {
      self[keyPath: pool][index(below: Self.capacity)] = message
    }
  }

  /// What arrives in place of a message: mostly itself, or another one that was kept, or itself changed; nil where nothing
  /// arrives, now or ever.
  mutating func carry(_ message: Message, from pool: KeyPath<HostileBroker, [Message]>) -> Message? {
    var bytes = message.bytes
    switch index(below: 24) {
    case 0: return nil
    case 1: return self[keyPath: pool].randomElement(using: &generator)
    case 2: bytes.removeLast(1 + index(below: bytes.count))
    case 3: bytes[index(below: bytes.count)] ^= UInt8(1 << index(below: 8))
    case 4: bytes += [UInt8(index(below: 256))]
    default: break
    }
    return Message(tam: message.tam, bytes: bytes)
  }

  /// A message that was kept.
  mutating func replay(from pool: KeyPath<HostileBroker, [Message]>) -> Message? {
    self[keyPath: pool].randomElement(using: &generator)
  }

  /// What the broker gives the device in place of payloads: each as it is, of another URI, changed, cut short or not at all.
  mutating func carry(_ payloads: [String: [UInt8]]) -> [String: [UInt8]] {
    var carried = payloads
    for uri in payloads.keys.sorted() where chance(8) {
      switch index(below: 4) {
      case 0: carried[uri] = nil
      case 1: carried[uri]?.removeLast()
      case 2: carried[uri]?[0] ^= 0x20
      default: carried[uri] = payloads[payloads.keys.sorted().randomElement(using: &generator) ?? uri]
      }
    }
    return carried
  }

  mutating func tear() -> SimulatedFlash.Tear {
    [.nothing, .everything, .half, .bits(seed: generator.next())].randomElement(using: &generator) ?? .half
  }
}
