import Foundation
public import TEEPCodec
import TEEPHost

/// What an envelope says, for people: a line for each fact.
public struct ManifestSummary {
  /// The lines, each a name and a value.
  public private(set) var lines: [String] = []

  public init(_ envelope: EnvelopeDocument) throws(DecodeError) {
    let manifest = try SUITManifest(decoding: envelope.manifest.span)
    if let identifier = manifest.componentIdentifier {
      try add("manifest-component", ComponentIdentifier(decoding: identifier))
    }
    add("sequence-number", manifest.sequenceNumber)
    let common = try manifest.common()
    for index in 0..<common.componentCount {
      try add("component", ComponentIdentifier(decoding: common.componentIdentifier(at: index)))
    }
    if var sequence = try common.sharedSequence() { try addParameters(&sequence) }
    for section in SUITSection.allCases {
      guard var sequence = try manifest.sequence(section) else { continue }
      try addParameters(&sequence)
    }
    for block in envelope.blocks { try addSignature(block) }
    if envelope.blocks.isEmpty { add("signature", "none") }
  }

  private mutating func add(_ name: String, _ value: some CustomStringConvertible) {
    lines.append("\(name): \(value)")
  }

  private mutating func addParameters(_ sequence: inout SUITCommandSequence) throws(DecodeError) {
    while let command = try sequence.next() {
      guard command.code == .directiveOverrideParameters || command.code == .directiveSetParameters else {
        continue
      }
      var parameters = try SUITParameters(command.argument)
      while let (code, range) = try parameters.next() {
        try addParameter(code, command.argument.nested(range))
      }
    }
  }

  private mutating func addParameter(_ code: Int32, _ encoded: consuming CBORReader) throws(DecodeError) {
    var value = encoded
    switch SUITParameterCode(rawValue: code) {
    case .vendorIdentifier where try value.peek() == .byteString:
      add("vendor-id", Self.uuid(try value.byteString()))
    case .classIdentifier: add("class-id", Self.uuid(try value.byteString()))
    case .imageSize: add("size", "\(try value.unsigned()) bytes")
    case .uri: add("uri", String(decoding: [UInt8](copying: try value.textString()), as: UTF8.self))
    case .imageDigest:
      let range = try value.byteStringRange()
      let digest = try SUITDigest(
        decoding: value.bytes.extracting(range.start..<range.end), base: value.base + range.start)
      add("digest", "\(Self.name(digest.algorithm)) \([UInt8](copying: digest.bytes).hexadecimalDigits)")
    default: break
    }
  }

  private mutating func addSignature(_ block: [UInt8]) throws(DecodeError) {
    guard let message = try? COSESigned(decoding: block.span) else { return addCode(block) }
    for index in 0..<message.signatureCount {
      let signature = try message.signature(at: index)
      let algorithm = signature.algorithm.map(Self.name) ?? "no algorithm"
      if let key = message.keyIdentifier(of: signature) {
        add("signature", "\(algorithm) by \([UInt8](copying: key).hexadecimalDigits)")
      } else {
        add("signature", "\(algorithm), which does not say by whom")
      }
    }
  }

  private mutating func addCode(_ block: [UInt8]) {
    guard let mac = try? COSEMac(decoding: block.span), mac.isMac0 else {
      return add("authentication", "of a kind that devices do not accept")
    }
    let algorithm = Self.name(mac.algorithm)
    if let key = mac.keyIdentifier {
      add("authentication code", "\(algorithm) by \([UInt8](copying: key).hexadecimalDigits)")
    } else {
      add("authentication code", "\(algorithm), which does not say by whom")
    }
  }

  private static func name(_ algorithm: COSEAlgorithm) -> String {
    Shape.coseAlgorithmNames[Int64(algorithm.rawValue)] ?? "algorithm \(algorithm.rawValue)"
  }

  private static func uuid(_ bytes: Span<UInt8>) -> String {
    let bytes = [UInt8](copying: bytes)
    return UUID(bytes: bytes)?.uuidString.lowercased() ?? bytes.hexadecimalDigits
  }
}
