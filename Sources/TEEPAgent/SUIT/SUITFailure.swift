import TEEPCodec

/// Why a manifest was not processed, as its report says it (draft-ietf-suit-report-18, section 4.2).
struct SUITFailure: Equatable, Sendable {
  let reason: SUITReportReason
  /// The command's code; 0 where no command was reached.
  let code: Int32
  /// Where the command is.
  let record: SUITRecord
}
