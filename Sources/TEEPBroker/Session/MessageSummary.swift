import TEEPCodec
import TEEPHost

/// What the broker can see of a TEEP message, which it neither verifies nor changes: messages are signed, not secret.
struct MessageSummary: Equatable, Sendable {
  /// The message's name in the specification, or "unknown".
  private(set) var name = "unknown"
  /// What an Error, or an Update with an err-code, complains about.
  private(set) var complaint: String?

  init(_ message: [UInt8]) {
    guard let signed = try? COSESigned(decoding: message.span), let payload = signed.payload else { return }
    if !read(payload, .final) { _ = read(payload, .legacy) }
  }

  private mutating func read(_ payload: Span<UInt8>, _ numbers: TEEPNumbers) -> Bool {
    guard let message = try? TEEPMessage(decoding: payload, numbers: numbers) else { return false }
    let type = "\(message.type)"
    name = type.prefix(1).uppercased() + type.dropFirst()
    if let code = message.errorCode {
      complaint = "error \(code.rawValue)"
      if let words = message.string(.errMsg) {
        complaint?.append(", " + String(decoding: [UInt8](copying: words), as: UTF8.self).printable)
      }
    }
    return true
  }
}
