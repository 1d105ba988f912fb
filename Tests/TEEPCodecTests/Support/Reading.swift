import TEEPCodec
import TEEPTestSupport

/// What the codec reads out of a message, as lines of text: what a test expects can be written by hand, and messages with
/// the same lines have the same meaning.
struct Reading {
  private(set) var lines: [String] = []

  mutating func add(_ line: String) { lines.append(line) }

  mutating func add(_ name: String, _ bytes: Span<UInt8>) { add("\(name) h'\([UInt8](bytes).hexadecimal)'") }

  mutating func add(_ name: String, text: Span<UInt8>) {
    add("\(name) \"\(String(decoding: [UInt8](text), as: UTF8.self))\"")
  }

  /// Adds a line for each item of `list`, in diagnostic notation.
  mutating func add(_ name: String, _ list: ItemList) throws(DecodeError) {
    var reader = list.makeReader()
    add("\(name): \(list.count)")
    for _ in 0..<list.count { add("  " + (try diagnostic(&reader))) }
  }

  /// Adds a signed message: what each signature is and covers, and the payload.
  mutating func add(_ signed: COSESigned) throws(DecodeError) {
    add(signed.isSign1 ? "COSE_Sign1" : "COSE_Sign")
    for index in 0..<signed.signatureCount {
      let signature = try signed.signature(at: index)
      add("  alg \(signature.algorithm.map { "\($0.rawValue)" } ?? "none")")
      if let identifier = signed.keyIdentifier(of: signature) { add("  kid", identifier) }
      add("  signature", signed.value(of: signature))
    }
    if let payload = signed.payload { add("  payload", payload) } else { add("  payload is detached") }
  }
}

/// What the codec reads in the whole of `bytes`.
extension Reading {
  static func ofMessage(_ bytes: [UInt8], numbers: TEEPNumbers) throws(DecodeError) -> [String] {
    var reading = Reading()
    try reading.add(try TEEPMessage(decoding: bytes.span, numbers: numbers), numbers: numbers)
    return reading.lines
  }

  static func ofEnvelope(_ bytes: [UInt8]) throws(DecodeError) -> [String] {
    var reading = Reading()
    try reading.add(try SUITEnvelope(decoding: bytes.span))
    return reading.lines
  }

  /// Of a signed TEEP message, authenticated or not.
  static func ofSignedMessage(_ bytes: [UInt8], numbers: TEEPNumbers) throws(DecodeError) -> [String] {
    var reading = Reading()
    let signed = try COSESigned(decoding: bytes.span)
    try reading.add(signed)
    if let payload = signed.payload {
      let message = try TEEPMessage(decoding: payload, base: signed.payloadOffset, numbers: numbers)
      try reading.add(message, numbers: numbers)
    }
    return reading.lines
  }
}
