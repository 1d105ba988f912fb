import TEEPCodec
import TEEPTestSupport
import Testing

/// Bytes that break one rule, which it is and where.
struct Refusal: CustomTestStringConvertible, Sendable {
  let rule: String
  let bytes: [UInt8]
  let error: DecodeError

  /// `rule` says what is wrong and which text demands otherwise.
  init(_ rule: String, _ encoded: String, _ reason: DecodeError.Reason, at offset: Int) {
    self.rule = rule
    bytes = [UInt8](hexadecimal: encoded)
    error = DecodeError(reason, at: offset)
  }

  var testDescription: String { rule }
}
