import TEEPCodec
import Testing

/// The registries of draft-ietf-teep-protocol-26, section 12.2, and the numbers before their renumbering.
@Suite("TEEPNumbers") struct TEEPNumbersTests {
  @Test(
    "labels: final and legacy",
    arguments: [
      (.supportedCipherSuites, 1, 1), (.challenge, 2, 2), (.versions, 3, 3),
      (.supportedSUITCOSEProfiles, 4, 4),
      (.selectedVersion, 5, 6), (.attestationPayload, 6, 7), (.tcList, 7, 8), (.extList, 8, 9),
      (.manifestList, 9, 10),
      (.msg, 10, 11), (.errMsg, 11, 12), (.attestationPayloadFormat, 12, 13), (.requestedTCList, 13, 14),
      (.unneededManifestList, 14, 15), (.componentID, 15, 16), (.tcManifestSequenceNumber, 16, 17),
      (.haveBinary, 17, 18), (.suitReports, 18, 19), (.token, 19, 20),
      (.supportedFreshnessMechanisms, 20, 21),
      (.errLang, 21, 22), (.errCode, 22, 23),
    ] as [(TEEPLabel, UInt64, UInt64)])
  func labels(label: TEEPLabel, final: UInt64, legacy: UInt64) {
    #expect(TEEPNumbers.final.number(of: label) == final)
    #expect(TEEPNumbers.final.label(final) == label)
    #expect(TEEPNumbers.legacy.number(of: label) == legacy)
    #expect(TEEPNumbers.legacy.label(legacy) == label)
  }

  @Test("labels that no table has")
  func unassignedLabels() {
    let unassigned: [UInt64] = [0, 24, 31, 32, 33, 255, 256, 257, 1 << 32, 1 << 32 + 1, .max]
    for number in unassigned + [23] { #expect(TEEPNumbers.final.label(number) == nil) }
    for number in unassigned + [5] { #expect(TEEPNumbers.legacy.label(number) == nil) }
    #expect((UInt64(0)...1023).compactMap(TEEPNumbers.final.label).count == TEEPLabel.allCases.count)
    #expect((UInt64(0)...1023).compactMap(TEEPNumbers.legacy.label).count == TEEPLabel.allCases.count)
  }

  @Test(
    "message types: final and legacy",
    arguments: [
      (.queryRequest, 1, 1), (.queryResponse, 2, 2), (.update, 3, 3), (.success, 4, 5), (.error, 5, 6),
    ]
      as [(TEEPMessageType, UInt64, UInt64)])
  func types(type: TEEPMessageType, final: UInt64, legacy: UInt64) {
    #expect(TEEPNumbers.final.number(of: type) == final)
    #expect(TEEPNumbers.final.type(final) == type)
    #expect(TEEPNumbers.legacy.number(of: type) == legacy)
    #expect(TEEPNumbers.legacy.type(legacy) == type)
  }

  @Test("message types that no table has")
  func unassignedTypes() {
    for number in [0, 7, 31, 32, 256, 257, .max] as [UInt64] {
      #expect(TEEPNumbers.final.type(number) == nil)
      #expect(TEEPNumbers.legacy.type(number) == nil)
    }
    #expect(TEEPNumbers.final.type(6) == nil)
    #expect(TEEPNumbers.legacy.type(4) == nil)
  }

  @Test(
    "error codes: final and legacy",
    arguments: [
      (.permanentError, 1, 1), (.unsupportedExtension, 2, 2), (.unsupportedFreshnessMechanisms, 3, 3),
      (.unsupportedMsgVersion, 4, 4), (.unsupportedCipherSuites, 5, 5), (.badCertificate, 6, 6),
      (.attestationRequired, 7, 7), (.unsupportedSUITReport, 8, 8), (.certificateExpired, 9, 9),
      (.temporaryError, 10, 10), (.manifestProcessingFailed, 11, 17),
    ] as [(TEEPErrorCode, UInt64, UInt64)])
  func errorCodes(code: TEEPErrorCode, final: UInt64, legacy: UInt64) {
    #expect(TEEPNumbers.final.number(of: code) == final)
    #expect(TEEPNumbers.final.errorCode(final) == code)
    #expect(TEEPNumbers.legacy.number(of: code) == legacy)
    #expect(TEEPNumbers.legacy.errorCode(legacy) == code)
  }

  @Test("error codes that are unassigned stay so: the other table's 11 and 17 are no failed manifest")
  func unassignedErrorCodes() {
    #expect(TEEPNumbers.final.errorCode(17) != .manifestProcessingFailed)
    #expect(TEEPNumbers.legacy.errorCode(11) != .manifestProcessingFailed)
    for numbers in [TEEPNumbers.final, .legacy] {
      var codes: Set<UInt64> = []
      for number in (UInt64(0)...255) + [.max] {
        let code = numbers.errorCode(number)
        #expect(numbers.number(of: code) == number)
        codes.insert(code.rawValue)
      }
      #expect(codes.count == 257)
    }
  }
}
