import Foundation
import TEEPCodec
import TEEPTestSupport
import Testing

/// A valid message out of the examples, and how it is read.
struct Example: CustomTestStringConvertible, Sendable {
  let name: String
  let bytes: [UInt8]
  private let kind: Kind

  private enum Kind {
    case message(TEEPNumbers)
    case signedMessage(TEEPNumbers)
    case envelope
  }

  var testDescription: String { name }

  /// The offsets at which a change has to be seen, of a message longer than most only some. Left out are the payloads of
  /// signed examples, which are examples themselves.
  var checkedOffsets: [Int] {
    let step = bytes.count / 1000 * 4 + 1
    return bytes.indices.filter { offset in
      offset.isMultiple(of: step) && payload?.contains(offset) != true
    }
  }

  private var payload: Range<Int>? {
    guard name.hasSuffix(".cose"), let signed = try? COSESigned(decoding: bytes.span),
      let payload = signed.payload
    else { return nil }
    return signed.payloadOffset..<(signed.payloadOffset + payload.count)
  }

  /// What the codec reads in these bytes in place of its own.
  func read(_ bytes: [UInt8]) throws(DecodeError) -> [String] {
    switch kind {
    case .message(let numbers): try Reading.ofMessage(bytes, numbers: numbers)
    case .signedMessage(let numbers): try Reading.ofSignedMessage(bytes, numbers: numbers)
    case .envelope: try Reading.ofEnvelope(bytes)
    }
  }

  /// All examples that this codec reads, those whose envelopes have a MAC aside; none where the examples are absent.
  static let all: [Example] = {
    guard Vectors.areAvailable, let paths = FileManager.default.subpaths(atPath: Vectors.folder.path) else {
      return []
    }
    return paths.sorted().compactMap { path in
      guard let kind = kind(of: path), let bytes = try? Vectors.bytes(path) else { return nil }
      return Example(name: path, bytes: bytes, kind: kind)
    }
  }()

  private static func kind(of path: String) -> Kind? {
    if path.hasPrefix("teep-final-") || path.hasSuffix(".payload.cbor") { return .message(.final) }
    if path.hasPrefix("teep-legacy-") { return .message(.legacy) }
    if path.hasPrefix("bench/") { return .signedMessage(.legacy) }
    if path.hasSuffix(".cose") { return .signedMessage(.final) }
    let envelopes = [
      "teep-appendixE-suit", "suit-manifest-37-", "suit-td-", "suit-enc-suit-manifest-es-ecdh",
    ]
    return envelopes.contains(where: path.hasPrefix) ? .envelope : nil
  }
}
