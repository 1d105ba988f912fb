import TEEPCodec

/// Why a manifest was not processed, as its report says it (draft-ietf-suit-report-18, section 4.2).
struct SUITFailure: Error, Equatable, Sendable {
  /// Where the command is.
  let record: SUITRecord
  /// The command's code; 0 where no command was reached.
  let code: Int32
  let reason: SUITReportReason

  init(
    _ reason: SUITReportReason, code: Int32 = 0,
    record: SUITRecord = SUITRecord(section: 0, offset: 0, componentIndex: 0)
  ) {
    self.reason = reason
    self.code = code
    self.record = record
  }
}
