import TEEPCodec

/// What message an item is, told by its tag or by its form.
extension CBORItem {
  /// The meaning of the message that this is; ``Shape/any`` where it is none that is known.
  var messageShape: Shape {
    switch value {
    case .tag:
      Shape.cose(.maybeWrapped, untagged: .any).adding([107: .envelope, 1070: .manifest, 61: .message])
    case .map: mapShape
    case .array(let items): Self.arrayShape(items)
    default: .any
    }
  }

  private var mapShape: Shape {
    if self[2]?.bytes != nil, self[3]?.bytes != nil { return .envelope }
    if self[1]?.integer == Int64(SUITManifest.version), self[2]?.integer != nil, self[3]?.bytes != nil {
      return .manifest
    }
    if self[99]?.array != nil { return .report }
    if self[1]?.integer != nil, self[-1]?.integer != nil, self[-2]?.bytes != nil { return .coseKey }
    let keys = map?.compactMap(\.key.integer) ?? []
    return keys.contains(where: Shape.eatClaims.contains) ? .eat : .any
  }

  private static func arrayShape(_ items: [CBORItem]) -> Shape {
    guard items.count >= 2, items[1].map != nil else { return .any }
    if items.count == 4, items[0].bytes != nil {
      if items[3].bytes != nil { return .coseSign1(.maybeWrapped) }
      if items[3].array != nil { return .coseSign(.maybeWrapped) }
    }
    guard let type = items[0].integer.flatMap(UInt64.init(exactly:)) else { return .any }
    let numbers = TEEPNumbers(recognizing: items)
    return numbers.type(type).map { .teep($0, numbers) } ?? .any
  }
}

extension Shape {
  fileprivate func adding(_ more: [UInt64: Shape]) -> Shape {
    guard case .tagged(let shapes, let untagged) = self else { return self }
    return .tagged(shapes.merging(more) { $1 }, untagged: untagged)
  }
}

extension TEEPNumbers {
  /// The table of numbers that the elements of a message agree with best; the final one where both do as well.
  ///
  /// The tables cannot always be told apart (a QueryRequest with nothing but a challenge is the same in both), and
  /// where they can it is by the types of the options.
  init(recognizing message: [CBORItem]) {
    let final = Self.final.disagreements(with: message)
    self = Self.legacy.disagreements(with: message) < final ? .legacy : .final
  }

  private func disagreements(with message: [CBORItem]) -> Int {
    guard let type = message[0].integer.flatMap(UInt64.init(exactly:)).flatMap(type) else { return .max }
    let elements = type == .queryRequest ? 5 : type == .error ? 3 : 2
    guard message.count == elements else { return .max }
    return message[1].map?.count { key, value in
      guard let number = key.integer.flatMap(UInt64.init(exactly:)), let label = label(number) else {
        return true
      }
      return !value.isValue(of: label)
    } ?? .max
  }
}

extension CBORItem {
  /// Whether this is of the type that an option has (draft-ietf-teep-protocol-26, appendix C).
  fileprivate func isValue(of label: TEEPLabel) -> Bool {
    switch label {
    case .token, .challenge, .attestationPayload: return bytes != nil
    case .msg, .errMsg, .errLang, .attestationPayloadFormat: return isText
    case .selectedVersion, .errCode, .tcManifestSequenceNumber: return integer != nil
    case .haveBinary: if case .simple = value { return true } else { return false }
    default:
      guard let first = array?.first else { return array != nil }
      switch label {
      case .versions, .extList, .supportedFreshnessMechanisms: return first.integer != nil
      case .tcList, .requestedTCList: return first.map != nil
      case .manifestList, .suitReports, .componentID: return first.bytes != nil
      default: return first.array != nil
      }
    }
  }
}
