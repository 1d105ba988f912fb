/// What a frame is, its seventh byte. The two directions share no number, so that an end which hears its own
/// voice (an echoing terminal) takes nothing for an answer.
enum FrameKind: UInt8 {
  case hello = 0x01
  case call
  case argument
  case poll
  case pull
  case payload
  case payloadEnd
  case payloadFailed
  case release

  case welcome = 0x81
  case unknownSession
  case idle
  case received
  case fetch
  case payloadWanted
  case finished
  case bytes

  var isRequest: Bool { rawValue < FrameKind.welcome.rawValue }
}
