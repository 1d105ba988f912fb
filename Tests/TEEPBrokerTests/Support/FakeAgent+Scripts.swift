import TEEPLink

extension FakeAgent {
  /// An answer to `status` that names one component of one segment, and the watchdog as what restarted the device, in CBOR
  /// written by hand.
  static func holding(_ segment: String) -> Reply {
    let name = Array(segment.utf8)
    return .message(
      [0xA4, 0x01, 0x81, 0xA2, 0x00, 0x81, 0x40 + UInt8(name.count)] + name
        + [0x0E, 0x18, 0x2A, 0x02, 0x19, 0x10, 0x00, 0x03, 0x19, 0x20, 0x00, 0x04, 0x04])
  }

  /// An answer to `status` of an empty device.
  static let empty = Reply.message([0xA3, 0x01, 0x80, 0x02, 0x19, 0x10, 0x00, 0x03, 0x19, 0x20, 0x00])

  /// An agent that wants to talk to a TAM without end.
  static func talkative(_ uri: String) -> FakeAgent {
    FakeAgent { _, call in
      switch call.kind {
      case .processTEEPMessage: .message([0x55])
      case .processError: .nothing
      case .status: FakeAgent.empty
      default: .tamURI(uri)
      }
    }
  }

  /// An agent that names a TAM for whatever is requested, and holds `hello` when it has been there.
  static func served(by uri: String) -> FakeAgent {
    FakeAgent { _, call in
      switch call.kind {
      case .requestTA: .tamURI(uri)
      case .status: FakeAgent.holding("hello")
      default: .nothing
      }
    }
  }

  /// An agent that holds what it was last asked for.
  static func obliging() -> FakeAgent {
    let held = Counter()
    return FakeAgent { _, call in
      switch call.kind {
      case .requestTA: held.next()
      case .unrequestTA: held.next(by: -1)
      case .status: return held.value > 0 ? FakeAgent.holding("hello") : FakeAgent.empty
      default: break
      }
      return .nothing
    }
  }
}
