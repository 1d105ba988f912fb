/// A call that has arrived whole, and that the broker now waits on.
public struct ReceivedCall: Sendable {
  /// What the broker asks.
  public let call: LinkCall
  /// The length of the argument in bytes, as the broker has it.
  public let byteCount: Int
  /// The argument is longer than the buffer: it is still to be read or refused.
  public let isOversized: Bool
}

/// Why a fetch, or the argument of a call, gave no (more) bytes.
public enum LinkFetchError: Error, Equatable {
  /// The URI has more than 512 bytes; nothing was asked of the broker.
  case uriTooLong
  /// The line is gone; so is the call.
  case lineGone
  /// The broker has started afresh; nobody waits for this call's answer any more.
  case sessionEnded
  /// The broker could not get the payload, or no more of it; the code is the broker's own.
  case failed(UInt8)
}
