import TEEPCodec
import TEEPTestSupport

/// Members as cbor2's side describes them.
extension TEEPMessageTests {
  static func list(_ list: ItemList?) throws(DecodeError) -> [String]? {
    guard let list else { return nil }
    var reader = list.makeReader()
    var items: [String] = []
    for _ in 0..<list.count {
      items.append([UInt8](reader.bytes.bytes(ofPresent: try reader.skip())).hexadecimal)
    }
    return items
  }

  static func values(
    _ label: TEEPLabel, of message: TEEPMessage, _ numbers: TEEPNumbers
  ) throws(DecodeError) -> [String]? {
    if let content = message.string(label) { return [[UInt8](content).hexadecimal] }
    if let number = message.unsigned(label) { return ["\(number)"] }
    guard let list = message.list(label) else { return nil }
    guard label == .tcList || label == .requestedTCList else { return try self.list(list) }
    var reader = list.makeReader()
    var items: [String] = []
    for _ in 0..<list.count {
      if label == .tcList {
        let claims = try SystemPropertyClaims(&reader)
        var digest: [UInt8] = []
        if let imageDigest = try claims.imageDigest() { digest = [UInt8](imageDigest.bytes) }
        let identifier = [UInt8](claims.componentIdentifier)
        items.append("\(identifier.hexadecimal):\(digest.hexadecimal):\(claims.imageSize ?? 0)")
      } else {
        let request = try RequestedTCInfo(&reader, numbers: numbers)
        let identifier = [UInt8](request.componentIdentifier)
        let number = request.sequenceNumber.map { "\($0)" } ?? "-"
        items.append("\(identifier.hexadecimal):\(number):\(request.haveBinary ? 1 : 0)")
      }
    }
    return items
  }

  /// The message as ``TEEPMessageWriter`` writes these members.
  static func encode(_ message: MadeMessage, _ numbers: TEEPNumbers) throws -> [UInt8] {
    var output = [UInt8](repeating: 0, count: message.encodedBytes.count)
    let count = try encode(message, numbers, into: output.mutableSpan)
    return Array(output[..<count])
  }

  private static func encode(
    _ message: MadeMessage, _ numbers: TEEPNumbers, into output: consuming MutableSpan<UInt8>
  ) throws(EncodeError) -> Int {
    guard let type = TEEPMessageType(rawValue: message.type) else { return 0 }
    var writer = try TEEPMessageWriter(type, numbers: numbers, into: output)
    for member in message.members {
      let (name, kind, values) = (member.name, member.kind, member.values)
      guard let label = UInt8(name).flatMap(TEEPLabel.init(rawValue:)) else { continue }
      let encodings = kind == "number" ? [] : values
      let bytes = encodings.map { value in [UInt8](hexadecimal: String(value.prefix { $0 != ":" })) }
      let first = bytes.first ?? []
      switch kind {
      case "bytes": try writer.byteString(label, first.span)
      case "text": try writer.textString(label, first.span)
      case "number": try writer.unsigned(label, UInt64(values[0]) ?? 0)
      default:
        try writer.list(label, count: values.count) { (cbor) throws(EncodeError) in
          for (value, content) in zip(values, bytes) {
            let parts = value.split(separator: ":").map(String.init)
            switch kind {
            case "requests":
              try cbor.requestedTCInfo(
                componentIdentifier: content.span, sequenceNumber: UInt64(parts[1]),
                haveBinary: parts[2] == "1",
                numbers: numbers)
            case "claims":
              let digest = [UInt8](hexadecimal: parts[1])
              try cbor.systemPropertyClaims(
                componentIdentifier: content.span, sha256: digest.span, imageSize: UInt64(parts[2]) ?? 0)
            default: try cbor.raw(content.span)
            }
          }
        }
      }
    }
    switch type {
    case .queryRequest:
      let suites = try array(message.values("suites") ?? [])
      let profiles = try array(message.values("profiles") ?? [])
      let items = DataItems(rawValue: UInt64(message.values("items")?[0] ?? "") ?? 0)
      return try writer.finish(cipherSuites: suites.span, profiles: profiles.span, dataItemRequested: items)
    case .error:
      return try writer.finish(
        errorCode: TEEPErrorCode(rawValue: UInt64(message.values("code")?[0] ?? "") ?? 0))
    default: return writer.finish()
    }
  }

  /// An array of encoded items.
  private static func array(_ items: [String]) throws(EncodeError) -> [UInt8] {
    try [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(items.count)
      for item in items {
        let bytes = [UInt8](hexadecimal: item)
        try writer.raw(bytes.span)
      }
    })
  }
}
