import TEEPCodec
import TEEPTestSupport

extension Reading {
  /// Adds a TEEP message with all that its members hold, down to each envelope and report.
  mutating func add(_ message: TEEPMessage, numbers: TEEPNumbers) throws(DecodeError) {
    add("\(message.type)")
    for label in TEEPLabel.allCases {
      if let content = message.string(label) {
        switch label {
        case .token, .challenge, .attestationPayload: add("\(label)", content)
        default: add("\(label)", text: content)
        }
      } else if let list = message.list(label) {
        switch label {
        case .tcList: try addClaims(list)
        case .requestedTCList: try addRequests(list, numbers: numbers)
        case .manifestList: try addEnvelopes(list)
        case .suitReports: try addReports(list)
        default: try add("\(label)", list)
        }
      } else if let value = message.unsigned(label) {
        add("\(label) \(value)")
      }
    }
    if let suites = message.offeredCipherSuites { try add("offered cipher suites", suites) }
    if let profiles = message.offeredSUITCOSEProfiles { try add("offered profiles", profiles) }
    if message.type == .queryRequest { add("requested data items \(message.dataItemRequested.rawValue)") }
    if let code = message.errorCode { add("error code \(code.rawValue)") }
  }

  private mutating func addClaims(_ list: ItemList) throws(DecodeError) {
    var reader = list.makeReader()
    add("tcList: \(list.count)")
    for _ in 0..<list.count { try add(try SystemPropertyClaims(&reader)) }
  }

  /// Adds what is said of one component.
  mutating func add(_ claims: SystemPropertyClaims) throws(DecodeError) {
    add("  component " + (try diagnostic(claims.componentIdentifier)))
    if let digest = try claims.imageDigest() { add("  digest", digest) }
    if let size = claims.imageSize { add("  size \(size)") }
  }

  private mutating func addRequests(_ list: ItemList, numbers: TEEPNumbers) throws(DecodeError) {
    var reader = list.makeReader()
    add("requestedTCList: \(list.count)")
    for _ in 0..<list.count {
      let request = try RequestedTCInfo(&reader, numbers: numbers)
      add("  component " + (try diagnostic(request.componentIdentifier)))
      if let number = request.sequenceNumber { add("  sequence number \(number)") }
      add("  have binary \(request.haveBinary)")
    }
  }

  private mutating func addEnvelopes(_ list: ItemList) throws(DecodeError) {
    var reader = list.makeReader()
    add("manifestList: \(list.count)")
    for _ in 0..<list.count {
      let range = try reader.byteStringRange()
      let content = reader.nested(range)
      try add(try SUITEnvelope(decoding: content.bytes, base: content.base))
    }
  }

  private mutating func addReports(_ list: ItemList) throws(DecodeError) {
    var reader = list.makeReader()
    add("suitReports: \(list.count)")
    for _ in 0..<list.count {
      let range = try reader.byteStringRange()
      let content = reader.nested(range)
      try add(try SUITReport(decoding: content.bytes, base: content.base))
    }
  }
}
