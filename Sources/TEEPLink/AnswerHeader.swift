/// The first bytes of every answer, as they are pulled.
struct AnswerHeader {
  static let length = 10

  let outcome: LinkOutcome
  let ticks: UInt32
  let uriLength: UInt32

  private enum Code {
    static let nothing: UInt8 = 0
    static let tamURI: UInt8 = 1
    static let message: UInt8 = 2
    static let tamURIAndMessage: UInt8 = 3
    static let failure: UInt8 = 4
  }

  var bytes: InlineArray<10, UInt8> {
    var bytes = InlineArray<10, UInt8>(repeating: 0)
    switch outcome {
    case .nothing: bytes[0] = Code.nothing
    case .tamURI: bytes[0] = Code.tamURI
    case .message: bytes[0] = Code.message
    case .tamURIAndMessage: bytes[0] = Code.tamURIAndMessage
    case .failure(let code):
      bytes[0] = Code.failure
      bytes[1] = code
    }
    for index in 0..<4 {
      let shift = UInt32(24 - 8 * index)
      bytes[2 + index] = UInt8(truncatingIfNeeded: ticks &>> shift)
      bytes[6 + index] = UInt8(truncatingIfNeeded: uriLength &>> shift)
    }
    return bytes
  }
}

extension AnswerHeader {
  /// Nil where `bytes` is too short, or the outcome is none that this version knows.
  init?(_ bytes: Span<UInt8>) {
    guard bytes.count >= Self.length else { return nil }
    switch bytes[0] {
    case Code.nothing: outcome = .nothing
    case Code.tamURI: outcome = .tamURI
    case Code.message: outcome = .message
    case Code.tamURIAndMessage: outcome = .tamURIAndMessage
    case Code.failure: outcome = .failure(bytes[1])
    default: return nil
    }
    var (ticks, uriLength): (UInt32, UInt32) = (0, 0)
    for index in 0..<4 {
      ticks = ticks &<< 8 | UInt32(bytes[2 + index])
      uriLength = uriLength &<< 8 | UInt32(bytes[6 + index])
    }
    (self.ticks, self.uriLength) = (ticks, uriLength)
  }
}
