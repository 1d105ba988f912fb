import TEEPCodec

extension TEEPErrorCode {
  /// What an agent's Error means for this TAM (draft-ietf-teep-protocol-26, section 4.6).
  var meaning: String {
    switch self {
    case .permanentError: "ERR_PERMANENT_ERROR, the device cannot do what it was told"
    case .unsupportedExtension: "ERR_UNSUPPORTED_EXTENSION, so none is asked for again"
    case .unsupportedFreshnessMechanisms:
      "ERR_UNSUPPORTED_FRESHNESS_MECHANISMS, though no attestation is asked for"
    case .unsupportedMsgVersion: "ERR_UNSUPPORTED_MSG_VERSION, the device does not speak version 0"
    case .unsupportedCipherSuites:
      "ERR_UNSUPPORTED_CIPHER_SUITES, so those are offered that both have"
    case .badCertificate: "ERR_BAD_CERTIFICATE, so another certificate is used where there is one"
    case .attestationRequired:
      "ERR_ATTESTATION_REQUIRED, the device wants evidence of the TAM, which has none"
    case .unsupportedSUITReport: "ERR_UNSUPPORTED_SUIT_REPORT, though none was sent"
    case .certificateExpired:
      "ERR_CERTIFICATE_EXPIRED, so a renewed or another certificate is used where there is one"
    case .temporaryError: "ERR_TEMPORARY_ERROR, to be tried again in the next session"
    case .manifestProcessingFailed:
      "ERR_MANIFEST_PROCESSING_FAILED, to be tried again after all other changes"
    default: "unknown error \(rawValue)"
    }
  }
}
