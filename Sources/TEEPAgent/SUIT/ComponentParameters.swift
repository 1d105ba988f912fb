import TEEPCodec

/// The parameters of one component: where each encoded value lies in the bytes that hold the sequences.
struct ComponentParameters: BitwiseCopyable {
  var vendorIdentifier = ByteRange.absent
  var classIdentifier = ByteRange.absent
  var imageDigest = ByteRange.absent
  var imageSize = ByteRange.absent
  var content = ByteRange.absent
  var uri = ByteRange.absent

  /// Keeps a value; one that is there already is kept by set-parameters and replaced by override-parameters.
  ///
  /// - Returns: whether the parameter is one that is supported.
  @inline(never)
  mutating func set(_ code: Int32, to value: ByteRange, overriding: Bool) -> Bool {
    switch code {
    case SUITParameterCode.vendorIdentifier.rawValue: Self.assign(&vendorIdentifier, value, overriding)
    case SUITParameterCode.classIdentifier.rawValue: Self.assign(&classIdentifier, value, overriding)
    case SUITParameterCode.imageDigest.rawValue: Self.assign(&imageDigest, value, overriding)
    case SUITParameterCode.imageSize.rawValue: Self.assign(&imageSize, value, overriding)
    case SUITParameterCode.content.rawValue: Self.assign(&content, value, overriding)
    case SUITParameterCode.uri.rawValue: Self.assign(&uri, value, overriding)
    default: return false
    }
    return true
  }

  private static func assign(_ parameter: inout ByteRange, _ value: ByteRange, _ overriding: Bool) {
    if overriding || !parameter.isPresent { parameter = value }
  }
}
