/// One message and what two codecs do with it.
public struct Comparison: Sendable {
  /// Does the work as many times as it is told.
  public typealias Work = @Sendable (_ repetitions: Int) throws -> Void

  /// The name of the message's file.
  public let message: String
  /// What is done with it: `decode` or `encode`.
  public let task: String
  /// Bytes of the message.
  public let byteCount: Int
  /// The work, done by TEEPCodec.
  public let teepCodec: Work
  /// The same, done by libcbor.
  public let libcbor: Work
}

/// The codecs do not agree, so that their times mean nothing.
public struct Disagreement: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
