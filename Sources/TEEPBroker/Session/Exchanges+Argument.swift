import TEEPCodec
import TEEPHost

extension Exchanges {
  /// The argument of RequestTA and UnrequestTA: `[component-identifier: [* bstr], tam-uri: tstr / null]`.
  func argument(_ component: ComponentIdentifier, _ tam: RemoteURI?) -> [UInt8] {
    [UInt8](encoding: { (writer) throws(EncodeError) in
      try writer.array(2)
      try writer.raw(component.encoded.span)
      if let tam {
        try writer.textString(Array(tam.description.utf8).span)
      } else {
        try writer.null()
      }
    })
  }
}
