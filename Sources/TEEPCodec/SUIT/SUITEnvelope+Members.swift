/// A member of an envelope as it is encoded.
public struct SUITEnvelopeMember: ~Escapable {
  /// The number of a known or unknown member; nil where the key is a text.
  public let key: Int64?
  /// UTF-8 of the key of an integrated payload or dependency; nil where the key is a number.
  public let uri: Span<UInt8>?
  /// A reader at the byte string, head included, which is the whole of its bytes.
  public let value: CBORReader

  @_lifetime(copy reader)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    var range = ByteRange.absent
    if try reader.peek() == .textString {
      range = try reader.textStringRange()
      key = nil
    } else {
      key = try reader.integer()
    }
    uri = reader.bytes.bytes(of: range)
    let item = try reader.skip(.byteString)
    value = reader.nested(item)
  }
}

extension SUITEnvelope {
  /// A member in the order of the encoding; `index` is less than ``memberCount``.
  @_lifetime(copy self)
  public func member(at index: Int) throws(DecodeError) -> SUITEnvelopeMember {
    var reader = membersReader()
    for _ in 0..<index &* 2 { try reader.skip() }
    return try SUITEnvelopeMember(&reader)
  }

  /// An authentication block as it is encoded, a COSE message whose payload is the ``encodedDigest``; `index` is less than
  /// ``blockCount``.
  @_lifetime(copy self)
  @inline(never)
  public func encodedBlock(at index: Int) throws(DecodeError) -> CBORReader {
    var reader = blocksReader()
    for _ in 0..<index { _ = try reader.byteStringRange() }
    return reader.nested(try reader.byteStringRange())
  }

  /// The content of the text that was severed from the manifest.
  @_lifetime(copy self)
  public func severedText() throws(DecodeError) -> SUITText? {
    guard var reader = try severedMember(SUITSeverableMember.textKey) else { return nil }
    let content = reader.nested(try reader.byteStringRange())
    return try SUITText(decoding: content.bytes, base: content.base)
  }

  /// The severed section in the envelope, with the head of the byte string around it, which its digest in the manifest
  /// covers too (section 8.2).
  @_lifetime(copy self)
  public func severedSection(_ section: SUITSection) throws(DecodeError) -> CBORReader? {
    try severedMember(section.rawValue)
  }

  /// What was severed from the member of the manifest that has this key.
  @_lifetime(copy self)
  @inline(never)
  func severedMember(_ wanted: UInt8) throws(DecodeError) -> CBORReader? {
    var reader = membersReader()
    for _ in 0..<memberCount {
      var key: Int64 = 0
      if try reader.peek() == .textString { try reader.skip() } else { key = try reader.integer() }
      let value = try reader.skip()
      if key == Int64(wanted) { return reader.nested(value) }
    }
    return nil
  }
}
