import TEEPCodec

/// What an Error message says (draft-ietf-teep-protocol-26, section 4.6).
struct AgentError: Error {
  let code: TEEPErrorCode
  let message: StaticString

  init(_ code: TEEPErrorCode, _ message: StaticString) {
    self.code = code
    self.message = message
  }
}

/// What a report says of a manifest that could not be processed.
///
/// No part of ``AgentError``: an error is kept on the stack by each function that it may come through.
struct FailureReport {
  /// The SHA-256 digest by which the manifest is known.
  let digest: InlineArray<32, UInt8>
  let failure: SUITFailure
}

extension SUITFailure {
  var result: SUITReportResult { .failure(code: code, record: record, reason: reason) }
}
