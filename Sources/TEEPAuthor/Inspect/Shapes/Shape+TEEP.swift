import TEEPCodec

/// draft-ietf-teep-protocol-26, section 4, in either table of numbers.
extension Shape {
  private static let cipherSuites = list(
    list(
      array(
        nil,
        [Member("cose-type", number([18: "COSE_Sign1", 98: "COSE_Sign"])), Member("alg", coseAlgorithm)])))

  private static let profiles = list(
    array(
      "profile",
      [
        Member("digest", coseAlgorithm), Member("auth", coseAlgorithm), Member("key-exchange", coseAlgorithm),
        Member("encryption", coseAlgorithm),
      ]))

  private static let dataItems = bits(["attestation", "trusted-components", "extensions", "suit-reports"])

  private static func errorCodes(_ numbers: TEEPNumbers) -> Shape {
    let names: [(TEEPErrorCode, String)] = [
      (.permanentError, "ERR_PERMANENT_ERROR"), (.unsupportedExtension, "ERR_UNSUPPORTED_EXTENSION"),
      (.unsupportedFreshnessMechanisms, "ERR_UNSUPPORTED_FRESHNESS_MECHANISMS"),
      (.unsupportedMsgVersion, "ERR_UNSUPPORTED_MSG_VERSION"),
      (.unsupportedCipherSuites, "ERR_UNSUPPORTED_CIPHER_SUITES"), (.badCertificate, "ERR_BAD_CERTIFICATE"),
      (.attestationRequired, "ERR_ATTESTATION_REQUIRED"),
      (.unsupportedSUITReport, "ERR_UNSUPPORTED_SUIT_REPORT"),
      (.certificateExpired, "ERR_CERTIFICATE_EXPIRED"), (.temporaryError, "ERR_TEMPORARY_ERROR"),
      (.manifestProcessingFailed, "ERR_MANIFEST_PROCESSING_FAILED"),
    ]
    return number(
      Dictionary(uniqueKeysWithValues: names.map { (Int64(numbers.number(of: $0.0)), $0.1) }))
  }

  private static func requestedTCInfo(_ numbers: TEEPNumbers) -> Shape {
    map(
      "requested-tc-info",
      [
        Int64(numbers.number(of: .componentID)): Member("component-id", componentIdentifier),
        Int64(numbers.number(of: .tcManifestSequenceNumber)): Member("tc-manifest-sequence-number"),
        Int64(numbers.number(of: .haveBinary)): Member("have-binary"),
      ])
  }

  private static func option(_ label: TEEPLabel, _ numbers: TEEPNumbers) -> Member {
    switch label {
    case .supportedCipherSuites: Member("supported-teep-cipher-suites", cipherSuites)
    case .challenge: Member("challenge")
    case .versions: Member("versions")
    case .supportedSUITCOSEProfiles: Member("supported-suit-cose-profiles", profiles)
    case .selectedVersion: Member("selected-version")
    case .attestationPayload: Member("attestation-payload", maybeWrapped)
    case .tcList: Member("tc-list", list(systemPropertyClaims))
    case .extList: Member("ext-list")
    case .manifestList: Member("manifest-list", list(wrapped(tagged([107: envelope], untagged: envelope))))
    case .msg: Member("msg")
    case .errMsg: Member("err-msg")
    case .attestationPayloadFormat: Member("attestation-payload-format")
    case .requestedTCList: Member("requested-tc-list", list(requestedTCInfo(numbers)))
    case .unneededManifestList: Member("unneeded-manifest-list", list(componentIdentifier))
    case .componentID: Member("component-id", componentIdentifier)
    case .tcManifestSequenceNumber: Member("tc-manifest-sequence-number")
    case .haveBinary: Member("have-binary")
    case .suitReports: Member("suit-reports", list(wrapped(protectedReport)))
    case .token: Member("token")
    case .supportedFreshnessMechanisms:
      Member(
        "supported-freshness-mechanisms", list(number([0: "FRESHNESS_NONCE", 1: "FRESHNESS_TIMESTAMP"])))
    case .errLang: Member("err-lang")
    case .errCode: Member("err-code", errorCodes(numbers))
    }
  }

  static func teep(_ type: TEEPMessageType, _ numbers: TEEPNumbers) -> Shape {
    let options = TEEPLabel.allCases.map { (Int64(numbers.number(of: $0)), option($0, numbers)) }
    let positional: [Member] =
      switch type {
      case .queryRequest:
        [
          option(.supportedCipherSuites, numbers), option(.supportedSUITCOSEProfiles, numbers),
          Member("data-item-requested", dataItems),
        ]
      case .error: [option(.errCode, numbers)]
      default: []
      }
    let name =
      switch type {
      case .queryRequest: "QueryRequest"
      case .queryResponse: "QueryResponse"
      case .update: "Update"
      case .success: "Success"
      case .error: "Error"
      }
    return array(
      name,
      [Member("type"), Member("options", map(nil, Dictionary(uniqueKeysWithValues: options)))] + positional)
  }
}
