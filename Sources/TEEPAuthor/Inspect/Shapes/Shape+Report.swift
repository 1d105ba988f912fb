/// draft-ietf-suit-report-18, section 4.
extension Shape {
  private static let record = array(
    "SUIT_Record",
    [
      Member("manifest-id"), Member("manifest-section", number(sections)), Member("section-offset"),
      Member("component-index"), Member("properties", parameters),
    ])

  private static let sections: [Int64: String] = [
    7: "validate", 8: "load", 9: "invoke", 15: "dependency-resolution", 16: "payload-fetch",
    18: "candidate-verification", 20: "install", 24: "uninstall",
  ]

  private static let reasons = number([
    0: "ok", 1: "cbor-parse", 2: "cose-unsupported", 3: "alg-unsupported", 4: "unauthorised",
    5: "command-unsupported", 6: "component-unsupported", 7: "component-unauthorised",
    8: "parameter-unsupported", 9: "severing-unsupported", 10: "condition-failed", 11: "operation-failed",
    12: "invoke-pending",
  ])

  private static let result = map(
    nil, [5: Member("result-code"), 6: Member("result-record", record), 7: Member("result-reason", reasons)])

  static let report = map(
    "SUIT_Report",
    [
      2: Member("nonce"),
      3: Member("records", list(either(array: record, map: systemPropertyClaims))),
      4: Member("result", result), 8: Member("capability-report"),
      99: Member("reference", array("SUIT_Reference", [Member("uri"), Member("digest", digest)])),
    ])

  /// A report, with or without COSE protection of its own.
  static let protectedReport = cose(
    wrapped(report), untagged: either(array: coseSign1(wrapped(report)), map: report))
}
