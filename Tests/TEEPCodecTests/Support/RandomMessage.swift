import TEEPCodec
import TEEPTestSupport

/// The value of one member of a TEEP message.
enum RandomMember {
  case bytes([UInt8])
  case text([UInt8])
  case number(UInt64)
  case code(TEEPErrorCode)
  /// Encoded items.
  case list([[UInt8]])
  case requests([Request])

  struct Request {
    let componentIdentifier: [UInt8]
    let sequenceNumber: UInt64?
    let haveBinary: Bool
  }
}

/// A TEEP message of random members.
struct RandomMessage {
  let type: TEEPMessageType
  /// In the order in which they are written.
  var members: [(label: TEEPLabel, value: RandomMember)]
  let suites: [UInt8]
  let profiles: [UInt8]
  let dataItems: DataItems
  let errorCode: TEEPErrorCode

  /// The options of each message (draft-ietf-teep-protocol-26, section 4).
  static let options: [TEEPMessageType: [TEEPLabel]] = [
    .queryRequest: [
      .challenge, .versions, .attestationPayload, .attestationPayloadFormat, .suitReports, .token,
      .supportedFreshnessMechanisms,
    ],
    .queryResponse: [
      .selectedVersion, .attestationPayload, .tcList, .extList, .attestationPayloadFormat, .requestedTCList,
      .unneededManifestList, .suitReports, .token,
    ],
    .update: [
      .attestationPayload, .manifestList, .errMsg, .attestationPayloadFormat, .unneededManifestList, .token,
      .errLang,
      .errCode,
    ],
    .success: [.msg, .suitReports, .token],
    .error: [
      .supportedCipherSuites, .challenge, .versions, .supportedSUITCOSEProfiles, .errMsg, .suitReports,
      .token,
      .supportedFreshnessMechanisms, .errLang,
    ],
  ]

  init(_ type: TEEPMessageType, _ random: inout SeededGenerator) {
    self.type = type
    members = []
    for label in Self.options[type] ?? [] where random.flip() {
      members.append((label, Self.member(label, &random)))
    }
    suites = Self.array(Self.list(.supportedCipherSuites, &random))
    profiles = Self.array(Self.list(.supportedSUITCOSEProfiles, &random))
    dataItems = DataItems(rawValue: random.integer())
    errorCode = Self.errorCode(&random)
  }

  private static func member(_ label: TEEPLabel, _ random: inout SeededGenerator) -> RandomMember {
    switch label {
    case .token: .bytes(random.bytes(8...64))
    case .challenge: .bytes(random.bytes(8...512))
    case .attestationPayload: .bytes(random.bytes(0...300))
    case .msg, .errMsg: .text(random.text(1...128))
    case .errLang: .text(random.text(1...35))
    case .attestationPayloadFormat: .text(random.text(0...100))
    case .selectedVersion: .number(random.integer(upTo: UInt64(UInt32.max)))
    case .errCode: .code(Self.errorCode(&random))
    case .requestedTCList:
      .requests(
        (0..<random.number(1...4)).map { _ in
          let number = random.flip() ? random.integer() : nil
          return RandomMember.Request(
            componentIdentifier: random.componentIdentifier(), sequenceNumber: number,
            haveBinary: number != nil && random.flip())
        })
    default: .list(list(label, &random))
    }
  }

  /// A code: the one whose number differs between the tables, the number that it has in the other, or any.
  private static func errorCode(_ random: inout SeededGenerator) -> TEEPErrorCode {
    TEEPErrorCode(rawValue: random.flip() ? random.integer() : random.flip() ? 11 : 17)
  }

  private static func list(_ label: TEEPLabel, _ random: inout SeededGenerator) -> [[UInt8]] {
    let least = label == .tcList || label == .extList ? 0 : 1
    return (0..<random.number(least...30)).map { _ in item(of: label, &random) }
  }

  private static func item(of label: TEEPLabel, _ random: inout SeededGenerator) -> [UInt8] {
    switch label {
    case .versions, .extList: return random.encodedInteger(upTo: UInt64(UInt32.max))
    case .supportedFreshnessMechanisms: return random.encodedInteger()
    case .unneededManifestList: return random.componentIdentifier()
    case .supportedCipherSuites:
      let operations = (0..<random.number(1...3)).map { _ in
        [0x82] + random.encodedInteger() + random.encodedInteger(isNegative: random.flip(), upTo: 1 << 63 - 1)
      }
      return array(operations)
    case .supportedSUITCOSEProfiles:
      return array((0..<4).map { _ in random.encodedInteger(isNegative: random.flip()) })
    case .tcList:
      let identifier = random.componentIdentifier()
      let digest = random.bytes(32...32)
      let size = random.integer()
      return encoded { (writer) throws(EncodeError) in
        try writer.systemPropertyClaims(
          componentIdentifier: identifier.span, sha256: digest.span, imageSize: size)
      }
    default:
      let content = random.bytes(0...40)
      return encoded { (writer) throws(EncodeError) in try writer.byteString(content.span) }
    }
  }

  private static func array(_ items: [[UInt8]]) -> [UInt8] {
    encoded { (writer) throws(EncodeError) in
      try writer.array(items.count)
      for item in items { try writer.raw(item.span) }
    }
  }
}
