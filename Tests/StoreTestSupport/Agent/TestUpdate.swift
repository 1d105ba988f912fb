/// TEEP's Update with the final numbers (draft-ietf-teep-protocol-26, section 4.4).
public enum TestUpdate {
  /// - Parameter unneeded: encoded identifiers of manifests.
  public static func encode(
    _ envelopes: [[UInt8]], unneeded: [[UInt8]] = [], token: [UInt8]
  ) -> [UInt8] {
    var options: [(UInt64, [UInt8])] = []
    if !envelopes.isEmpty { options.append((9, .array(envelopes.map { .byteString($0) }))) }
    if !unneeded.isEmpty { options.append((14, .array(unneeded))) }
    return .array([.unsigned(3), .map(options + [(19, .byteString(token))])])
  }
}
