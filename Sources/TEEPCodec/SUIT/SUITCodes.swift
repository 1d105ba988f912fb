/// Commands of a sequence (draft-ietf-suit-manifest-37, section 8.4.8 to 8.4.10;
/// draft-ietf-suit-trust-domains-11): conditions and directives share one number space.
public enum SUITCommandCode: Int32, Sendable, CaseIterable {
  case conditionVendorIdentifier = 1
  case conditionClassIdentifier = 2
  case conditionImageMatch = 3
  case conditionUseBefore = 4
  case conditionComponentSlot = 5
  case conditionCheckContent = 6
  case conditionDependencyIntegrity = 7
  case conditionIsDependency = 8
  case directiveProcessDependency = 11
  case directiveSetComponentIndex = 12
  /// Of drafts before draft-ietf-suit-manifest-19; nothing makes it any longer.
  case directiveSetDependencyIndex = 13
  case conditionAbort = 14
  case directiveTryEach = 15
  case directiveWrite = 18
  case directiveSetParameters = 19
  case directiveOverrideParameters = 20
  case directiveFetch = 21
  case directiveCopy = 22
  case directiveInvoke = 23
  case conditionDeviceIdentifier = 24
  case conditionImageNotMatch = 25
  case conditionMinimumBattery = 26
  case conditionUpdateAuthorized = 27
  case conditionVersion = 28
  case directiveWait = 29
  case directiveSwap = 31
  case directiveRunSequence = 32
  case directiveUnlink = 33
  case directiveOverrideMultiple = 34
  case directiveCopyParameters = 35

  /// Codes below this one are a vendor's own (draft-ietf-suit-manifest-37, section 11.3).
  public static let firstCustomCode: Int32 = -257

  /// Whether the command tests something and changes nothing; the others are directives.
  public var isCondition: Bool {
    switch self {
    case .conditionVendorIdentifier, .conditionClassIdentifier, .conditionImageMatch, .conditionUseBefore,
      .conditionComponentSlot, .conditionCheckContent, .conditionDependencyIntegrity,
      .conditionIsDependency, .conditionAbort, .conditionDeviceIdentifier, .conditionImageNotMatch,
      .conditionMinimumBattery, .conditionUpdateAuthorized, .conditionVersion:
      true
    default: false
    }
  }
}

/// What a command's argument asks to be recorded in a report (draft-ietf-suit-manifest-37, section 8.4.7).
public struct SUITReportingPolicy: OptionSet, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let recordOnSuccess = SUITReportingPolicy(rawValue: 1)
  public static let recordOnFailure = SUITReportingPolicy(rawValue: 2)
  public static let systemInformationOnSuccess = SUITReportingPolicy(rawValue: 4)
  public static let systemInformationOnFailure = SUITReportingPolicy(rawValue: 8)
}

/// Parameters (draft-ietf-suit-manifest-37, section 8.4.8; draft-ietf-suit-firmware-encryption-24).
public enum SUITParameterCode: Int32, Sendable, CaseIterable {
  case vendorIdentifier = 1
  case classIdentifier = 2
  case imageDigest = 3
  case useBefore = 4
  case componentSlot = 5
  case strictOrder = 12
  case softFailure = 13
  case imageSize = 14
  case content = 18
  case encryptionInfo = 19
  case uri = 21
  case sourceComponent = 22
  case invokeArguments = 23
  case deviceIdentifier = 24
  case fetchArguments = 25
  case minimumBattery = 26
  case updatePriority = 27
  case version = 28
  case waitInfo = 29
  case componentMetadata = 30
}

/// Members of the manifest that hold a command sequence; raw values are their keys, which reports name too.
public enum SUITSection: UInt8, Sendable, CaseIterable {
  case validate = 7
  case load = 8
  case invoke = 9
  case dependencyResolution = 15
  case payloadFetch = 16
  case candidateVerification = 18
  case install = 20
  case uninstall = 24

  /// Whether a digest may stand in the manifest in place of the section (draft-ietf-suit-manifest-37, section 8.4).
  var isSeverable: Bool {
    switch self {
    case .validate, .load, .invoke, .uninstall: false
    case .dependencyResolution, .payloadFetch, .candidateVerification, .install: true
    }
  }
}
