import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport

/// A SUIT envelope in the shape of TEEP's appendix E, each part of which a test can make wrong.
struct TestEnvelope {
  var sequenceNumber: UInt64 = 3
  var version: UInt64 = 1
  var vendor = [UInt8](hexadecimal: "c0ddd5f15243566087db4f5b0aa26c2f")
  var deviceClass = [UInt8](hexadecimal: "db42f7093d8c55baa8c5265fc5820f4e")
  /// Encoded identifiers.
  var component = TestDevice.exampleComponent
  var manifest = [UInt8](hexadecimal: "82 43 746970 44 73756974")
  var payload = Array("Hello, Secure World!".utf8)
  var uri = "#tc"
  var isIntegrated: Bool { uri.hasPrefix("#") }
  var imageSize: UInt64?
  var digest: [UInt8]?
  /// Commands of the shared sequence after the parameters; the conditions of vendor and class by default.
  var conditions: [UInt64] = [1, 15, 2, 15]
  /// Commands of the install sequence after its parameters; fetch and image-match by default.
  var install: [UInt64] = [21, 15, 3, 15]
  /// Encoded pairs that the manifest has behind the install sequence; uninstall with unlink by default.
  var trailer = [UInt8](hexadecimal: "1818 44 82 1821 0f")
  var trailerCount = 1

  /// The SHA-256 digest of bytes.
  static func sha256(_ bytes: [UInt8]) -> [UInt8] { bytes.sha256 }

  /// The encoded manifest.
  func manifestBytes() throws -> [UInt8] {
    try encoded { (cbor) throws(EncodeError) in
      try cbor.map(5 + trailerCount)
      try cbor.unsigned(1)
      try cbor.unsigned(version)
      try cbor.unsigned(2)
      try cbor.unsigned(sequenceNumber)
      try cbor.unsigned(3)
      try cbor.byteString { (common) throws(EncodeError) in try encodeCommon(&common) }
      try cbor.unsigned(5)
      try cbor.raw(manifest.span)
      try cbor.unsigned(20)
      try cbor.byteString { (sequence) throws(EncodeError) in
        try sequence.array(2 + install.count)
        try sequence.unsigned(20)
        try sequence.map(1)
        try sequence.unsigned(21)
        try sequence.textString(Array(uri.utf8).span)
        for value in install { try sequence.unsigned(value) }
      }
      try cbor.raw(trailer.span)
    }
  }

  private func encodeCommon(_ cbor: inout CBORWriter) throws(EncodeError) {
    let expected = digest ?? Self.sha256(payload)
    try cbor.map(2)
    try cbor.unsigned(2)
    try cbor.array(1)
    try cbor.raw(component.span)
    try cbor.unsigned(4)
    try cbor.byteString { (sequence) throws(EncodeError) in
      try sequence.array(2 + conditions.count)
      try sequence.unsigned(20)
      try sequence.map(4)
      try sequence.unsigned(1)
      try sequence.byteString(vendor.span)
      try sequence.unsigned(2)
      try sequence.byteString(deviceClass.span)
      try sequence.unsigned(3)
      try sequence.byteString { (content) throws(EncodeError) in
        try content.suitDigest(sha256: expected.span)
      }
      try sequence.unsigned(14)
      try sequence.unsigned(imageSize ?? UInt64(payload.count))
      for value in conditions { try sequence.unsigned(value) }
    }
  }

  /// The envelope with a signature of `key`, and certificates beside that where they are given.
  func signed(by key: TestKey, certificates: [[UInt8]] = []) throws -> [UInt8] {
    let manifest = try manifestBytes()
    let wrapped = try encoded { (cbor) throws(EncodeError) in try cbor.byteString(manifest.span) }
    let digest = try encoded { (cbor) throws(EncodeError) in
      try cbor.suitDigest(sha256: Self.sha256(wrapped).span)
    }
    let protected = [UInt8](copying: COSESign1Frame(key.algorithm).protected)
    let signature = try key.signature(
      of: SignatureStructure(sign1Protected: protected.span, payload: digest.span))
    let certified =
      certificates.isEmpty ? nil : try key.sign(digest, certificates: certificates, isDetached: true)
    return try encoded { (cbor) throws(EncodeError) in
      try cbor.map(isIntegrated ? 3 : 2)
      try cbor.unsigned(2)
      try cbor.byteString { (wrapper) throws(EncodeError) in
        try wrapper.array(2)
        try wrapper.byteString(digest.span)
        try wrapper.byteString { (block) throws(EncodeError) in
          if let certified { return try block.raw(certified.span) }
          try block.tag(18)
          try block.array(4)
          try block.byteString(protected.span)
          try block.map(0)
          try block.null()
          try block.byteString(signature.span)
        }
      }
      try cbor.unsigned(3)
      try cbor.raw(wrapped.span)
      if isIntegrated {
        try cbor.textString(Array(uri.utf8).span)
        try cbor.byteString(payload.span)
      }
    }
  }

  /// An Update with one or more envelopes and a token.
  static func update(_ envelopes: [[UInt8]], unneeded: [[UInt8]] = []) throws -> [UInt8] {
    TestUpdate.encode(envelopes, unneeded: unneeded, token: token)
  }

  static let token = [UInt8](hexadecimal: "b0b1b2b3b4b5b6b7b8b9babbbcbdbebf")
}

/// What `body` encodes.
func encoded(_ body: (inout CBORWriter) throws(EncodeError) -> Void) throws(EncodeError) -> [UInt8] {
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  var writer = CBORWriter(buffer.mutableSpan)
  try body(&writer)
  let count = writer.count
  return Array(buffer.prefix(count))
}
