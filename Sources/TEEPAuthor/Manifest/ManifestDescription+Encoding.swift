import Crypto
import Foundation
import TEEPCodec
import TEEPHost

/// Keys of a SUIT_Manifest and of its SUIT_Common (draft-ietf-suit-manifest-37, section 8.4).
private enum Key {
  static let version: UInt64 = 1
  static let sequenceNumber: UInt64 = 2
  static let common: UInt64 = 3
  static let componentIdentifier: UInt64 = 5
  static let components: UInt64 = 2
  static let sharedSequence: UInt64 = 4
}

extension ManifestDescription {
  /// The encoded SUIT_Manifest for `payload`, in the shape of draft-ietf-teep-protocol-26, appendix E.1 and E.2: the
  /// shared sequence checks vendor and class, install fetches the payload and checks its digest, uninstall unlinks.
  public func manifest(payload: [UInt8]) -> [UInt8] {
    let uri = uri(for: payload)
    return [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.map(6)
      try writer.unsigned(Key.version)
      try writer.unsigned(SUITManifest.version)
      try writer.unsigned(Key.sequenceNumber)
      try writer.unsigned(sequenceNumber)
      try writer.unsigned(Key.common)
      try writer.byteString { (common) throws(EncodeError) in
        try common.map(2)
        try common.unsigned(Key.components)
        try common.array(1)
        try common.raw(component.encoded.span)
        try common.unsigned(Key.sharedSequence)
        try common.byteString { (sequence) throws(EncodeError) in try sequence.shared(deviceClass, payload) }
      }
      try writer.unsigned(Key.componentIdentifier)
      try writer.raw(manifestComponent.encoded.span)
      try writer.section(.install) { (sequence) throws(EncodeError) in
        try sequence.array(6)
        try sequence.overrideParameters(1)
        try sequence.parameter(.uri)
        try sequence.textString(Array(uri.utf8).span)
        try sequence.command(.directiveFetch)
        try sequence.command(.conditionImageMatch)
      }
      try writer.section(.uninstall) { (sequence) throws(EncodeError) in
        try sequence.array(2)
        try sequence.command(.directiveUnlink)
      }
    })
  }

  /// The URI in the manifest.
  func uri(for payload: [UInt8]) -> String {
    switch source {
    case .integrated: Self.integratedKey
    case .uri(let template):
      template.replacingOccurrences(
        of: Self.digestPlaceholder, with: Array(SHA256.hash(data: payload)).hexadecimalDigits)
    }
  }
}

extension CBORWriter {
  /// Success and failure are recorded, with the state of the system (section 8.4.7: SUIT_Rep_Policy).
  private static var everythingReported: UInt64 { 15 }

  fileprivate mutating func shared(_ deviceClass: DeviceClass, _ payload: [UInt8]) throws(EncodeError) {
    try array(6)
    try overrideParameters(4)
    try parameter(.vendorIdentifier)
    try byteString(deviceClass.vendorIdentifier.bytes.span)
    try parameter(.classIdentifier)
    try byteString(deviceClass.classIdentifier.bytes.span)
    try parameter(.imageDigest)
    try byteString { (digest) throws(EncodeError) in
      try digest.suitDigest(sha256: Array(SHA256.hash(data: payload)).span)
    }
    try parameter(.imageSize)
    try unsigned(UInt64(payload.count))
    try command(.conditionVendorIdentifier)
    try command(.conditionClassIdentifier)
  }

  fileprivate mutating func section(
    _ section: SUITSection, _ sequence: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try unsigned(UInt64(section.rawValue))
    try byteString(containing: sequence)
  }

  fileprivate mutating func overrideParameters(_ count: Int) throws(EncodeError) {
    try integer(Int64(SUITCommandCode.directiveOverrideParameters.rawValue))
    try map(count)
  }

  fileprivate mutating func parameter(_ code: SUITParameterCode) throws(EncodeError) {
    try integer(Int64(code.rawValue))
  }

  /// A command whose argument is its reporting policy.
  fileprivate mutating func command(_ code: SUITCommandCode) throws(EncodeError) {
    try integer(Int64(code.rawValue))
    try unsigned(Self.everythingReported)
  }
}
