/// What a device's evidence is made from (RFC 9711; draft-ietf-teep-protocol-26, section 5): the attestation key, which is
/// another one than the key of its TEEP messages, and what its maker says of it.
public struct Attestation: ~Escapable {
  /// Bytes of a hardware version.
  public static let hardwareVersionLimits = 1...64

  private let bytes: Span<UInt8>
  private var members = Members(repeating: .absent)
  /// The one algorithm that the attestation key serves.
  public private(set) var algorithm = COSEAlgorithm(rawValue: 0)

  #if !WITHOUT_CERTIFICATES
    private typealias Members = InlineArray<9, ByteRange>
  #else
    private typealias Members = InlineArray<8, ByteRange>
  #endif

  /// Of its rows only as many count as there are members.
  private static let table: InlineArray<18, UInt8> = [
    1, MemberType.integer | MemberType.required, 2, 32 | MemberType.required, 3, 32 | MemberType.required,
    4, MemberType.bytes | MemberType.required, 5, MemberType.item | MemberType.required,
    6, MemberType.bytes | MemberType.required, 7, MemberType.text | MemberType.required,
    8, MemberType.item | MemberType.required, 9, MemberType.item,
  ]

  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    bytes = reader.bytes
    try read(&reader)
  }

  // Members are set through `self` in memory: in an initializer each would be kept in a register of its own.
  @_lifetime(self: copy self)
  @inline(never)
  private mutating func read(_ reader: inout CBORReader) throws(DecodeError) {
    let count = try reader.map()
    var found = members.mutableSpan
    try reader.members(count, of: Self.table.span, into: &found)
    var number = reader.nested(found[0])
    var oem = reader.nested(found[4])
    let (ueid, model, version) = (found[3], found[5], found[6])
    algorithm = COSEAlgorithm(rawValue: try number.integer32())
    _ = try OEMIdentifier(&oem)
    try reader.demand(EATLimits.ueid, of: ueid)
    try reader.demand(EATLimits.hardwareModel, of: model)
    try reader.demand(Self.hardwareVersionLimits, of: version)
    #if !WITHOUT_CERTIFICATES
      if members.span[8].isPresent { _ = try COSECertificateChain(reader.nested(members.span[8])) }
    #endif
  }

  @_lifetime(copy self)
  private func member(_ index: Int) -> Span<UInt8> { bytes.bytes(ofPresent: members.span[index]) }

  /// 32 bytes.
  public var privateKey: Span<UInt8> { @_lifetime(copy self) get { member(1) } }

  /// The thumbprint of the attestation key.
  public var keyIdentifier: Span<UInt8> { @_lifetime(copy self) get { member(2) } }

  /// `ueid`, of 7 to 33 bytes.
  public var ueid: Span<UInt8> { @_lifetime(copy self) get { member(3) } }

  /// `oemid`, encoded.
  public var encodedOEMIdentifier: Span<UInt8> { @_lifetime(copy self) get { member(4) } }

  /// `hwmodel`, of 1 to 32 bytes.
  public var hardwareModel: Span<UInt8> { @_lifetime(copy self) get { member(5) } }

  /// The version of `hwversion`, in UTF-8.
  public var hardwareVersion: Span<UInt8> { @_lifetime(copy self) get { member(6) } }

  /// The encoded SUIT_Reference `[uri, digest]` of the agent itself: which program runs on the device.
  public var encodedReference: Span<UInt8> { @_lifetime(copy self) get { member(7) } }

  #if !WITHOUT_CERTIFICATES
    /// The encoded certificates of the attestation key, which go beside the signature (`x5chain`, RFC 9360); no bytes where
    /// there are none.
    public var encodedCertificates: Span<UInt8> {
      @_lifetime(copy self) get { bytes.bytes(ofPresent: members.span[8]) }
    }
  #endif
}
