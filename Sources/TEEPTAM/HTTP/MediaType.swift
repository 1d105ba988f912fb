/// Whether header fields accept or name a media type (RFC 9110, sections 8.3 and 12.5.1).
struct MediaType: Sendable {
  let type: String
  let subtype: String

  /// TEEP's (draft-ietf-teep-otrp-over-http-15, section 4).
  static let teep = MediaType(type: "application", subtype: "teep+cbor")

  var description: String { "\(type)/\(subtype)" }

  /// Whether the value of a Content-Type field names this type, with any parameters.
  func isNamed(by contentType: String) -> Bool {
    let name = contentType.prefix { $0 != ";" }
    return Self.trimmed(name).lowercased() == description
  }

  /// Whether the value of an Accept field accepts this type: of the ranges that match it the most specific one decides,
  /// which refuses it with the weight 0.
  func isAccepted(by accept: String) -> Bool {
    var best = 0
    var weight = 0.0
    for element in accept.split(separator: ",") {
      let parts = element.split(separator: ";", omittingEmptySubsequences: false).map(Self.trimmed)
      let specificity = specificity(of: parts[0].lowercased())
      guard specificity > best else { continue }
      best = specificity
      let quality = parts.dropFirst().first { $0.lowercased().hasPrefix("q=") }
      weight = quality.map { Double($0.dropFirst(2)) ?? 0 } ?? 1
    }
    return weight > 0
  }

  /// 0 where a range does not match, and more the narrower it is.
  private func specificity(of range: String) -> Int {
    switch range {
    case description: 3
    case "\(type)/*": 2
    case "*/*": 1
    default: 0
    }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    let start = text.drop { $0 == " " || $0 == "\t" }
    return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
  }
}
