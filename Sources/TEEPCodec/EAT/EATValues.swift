/// Who made a device (RFC 9711, section 4.2.3).
public enum OEMIdentifier: ~Escapable {
  /// A private enterprise number.
  case privateEnterpriseNumber(UInt32)
  /// The 3 bytes that the IEEE assigned.
  case ieee(Span<UInt8>)
  /// 16 random bytes.
  case random(Span<UInt8>)

  /// Reads one of the three forms.
  @_lifetime(copy reader)
  @inline(never)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    if try reader.peek() == .byteString {
      let start = reader.offset
      let range = try reader.byteStringRange()
      let bytes = reader.bytes.extracting(range.start..<range.end)
      switch range.count {
      case EATLimits.ieeeIdentifier: self = .ieee(bytes)
      case EATLimits.randomIdentifier: self = .random(bytes)
      default: throw DecodeError(.outOfRange, at: reader.base &+ start)
      }
    } else {
      let number = try reader.unsigned(upTo: UInt64(UInt32.max))
      self = .privateEnterpriseNumber(UInt32(truncatingIfNeeded: number))
    }
  }
}

/// `dbgstat` (RFC 9711, section 4.2.9).
public enum DebugStatus: UInt8, Sendable {
  case enabled, disabled, disabledSinceBoot, disabledPermanently, disabledFullyAndPermanently
}

/// `intuse` (RFC 9711, section 4.3.3).
public enum IntendedUse: UInt8, Sendable {
  case generic = 1
  case registration, provisioning, certificateIssuance, proofOfPossession
}

/// Members of `cnf` (RFC 8747, section 3.1).
enum Confirmation {
  static let key: Int32 = 1
  static let keyIdentifier: Int32 = 3
}

/// The manifests or measurements of a claims set.
public struct EATManifests: ~Escapable {
  private let items: ItemList

  @_lifetime(copy reader)
  init(_ reader: borrowing CBORReader) throws(DecodeError) { items = try ItemList(reader) }

  /// How many there are.
  public var count: Int { items.count }

  /// The CoAP content format of one of them and a reader of its body, which lies in a byte string or, from peers of the
  /// TEEP draft's example, is the item itself. `index` is less than ``count``.
  @_lifetime(copy self)
  @inline(never)
  public func manifest(at index: Int) throws(DecodeError) -> EATManifest {
    var reader = items.makeReader()
    for _ in 0..<index { try reader.skip() }
    return try EATManifest(&reader)
  }
}

/// One manifest or measurement.
public struct EATManifest: ~Escapable {
  /// The CoAP content format of ``body``.
  public let contentFormat: UInt16
  /// The encoded body.
  public let body: Span<UInt8>
  /// Offset of ``body`` in the outermost message.
  public let bodyOffset: Int

  @_lifetime(copy reader)
  init(_ reader: inout CBORReader) throws(DecodeError) {
    try reader.array(of: 2)
    contentFormat = UInt16(truncatingIfNeeded: try reader.unsigned(upTo: UInt64(UInt16.max)))
    let range = try reader.peek() == .byteString ? reader.byteStringRange() : reader.skip()
    body = reader.bytes.extracting(range.start..<range.end)
    bodyOffset = reader.base &+ range.start
  }
}
