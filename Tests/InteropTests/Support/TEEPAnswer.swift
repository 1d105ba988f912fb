import TEEPCodec

/// The type and the error code of a message, whose signature is of no matter here.
struct TEEPAnswer: Equatable {
  let type: TEEPMessageType
  let errorCode: UInt64?

  init(_ message: [UInt8]) throws {
    guard let payload = try COSESigned(decoding: message.span).payload else {
      throw Unexpected("the message has no payload")
    }
    let content = try TEEPMessage(decoding: payload, numbers: .final)
    type = content.type
    errorCode = content.errorCode?.rawValue
  }
}
