/// What a QueryRequest asks for (draft-ietf-teep-protocol-26, section 4.2); bits from 64 on cannot be had here.
public struct DataItems: OptionSet, Sendable {
  public let rawValue: UInt64

  public init(rawValue: UInt64) { self.rawValue = rawValue }

  public static let attestation = DataItems(rawValue: 1)
  public static let trustedComponents = DataItems(rawValue: 2)
  public static let extensions = DataItems(rawValue: 4)
  public static let suitReports = DataItems(rawValue: 8)
}
