/// A SUIT_Component_Identifier (draft-ietf-suit-manifest, section 8.4.5): what names a component or, in a
/// manifest, the manifest itself.
public struct ComponentIdentifier: Hashable, Sendable {
  /// The byte strings of the identifier, in order.
  public let segments: [[UInt8]]

  public init(segments: [[UInt8]]) {
    self.segments = segments
  }
}

/// The spelling on command lines and in JSON: segments joined by `/`, each of them text or `0x` and hexadecimal
/// digits. A segment of printable ASCII without `/` that does not itself begin with `0x` is spelt as text, any
/// other one in hexadecimal, so that reading a spelling back gives the same bytes. Text that is read may also be
/// any other UTF-8.
extension ComponentIdentifier: CustomStringConvertible {
  /// Reads a spelling.
  public init(_ spelling: String) throws(ComponentIdentifierError) {
    var segments: [[UInt8]] = []
    if !spelling.isEmpty {
      for part in spelling.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
        try segments.append(Self.segment(part))
      }
    }
    self.segments = segments
  }

  public var description: String {
    segments.map(Self.spelling).joined(separator: "/")
  }

  private static func segment(_ part: Substring.UTF8View) throws(ComponentIdentifierError) -> [UInt8] {
    if part.isEmpty { throw .emptySegment }
    guard part.starts(with: "0x".utf8) else { return Array(part) }
    guard let bytes = [UInt8](hexadecimalDigits: part.dropFirst(2)) else {
      throw .badHexadecimal(String(Substring(part)))
    }
    return bytes
  }

  private static func spelling(_ segment: [UInt8]) -> String {
    let isText =
      !segment.isEmpty && !segment.starts(with: "0x".utf8)
      && segment.allSatisfy { (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "/") }
    return isText ? String(decoding: segment, as: UTF8.self) : "0x" + segment.hexadecimalDigits
  }
}

extension ComponentIdentifier: Codable {
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    do {
      try self.init(container.decode(String.self))
    } catch let error as ComponentIdentifierError {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: error.description)
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}

/// Why a spelling is no component identifier.
public enum ComponentIdentifierError: Error, Equatable, CustomStringConvertible {
  case emptySegment
  case badHexadecimal(String)

  public var description: String {
    switch self {
    case .emptySegment:
      "a component identifier is segments joined by '/', and none of them may be empty (write 0x for no bytes)"
    case .badHexadecimal(let segment):
      "the segment '\(segment)' begins with 0x but pairs of hexadecimal digits do not follow"
    }
  }
}
