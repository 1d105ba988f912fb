/// A name for an address.
public struct ELFSymbol: Equatable, Sendable {
  public let name: String
  public let value: Int
  public let size: Int
  /// The low four bits of `st_info`.
  public let kind: Int
  /// The index of its section; 0 where it is not defined.
  public let section: Int

  private static let function = 2

  public var isFunction: Bool { kind == Self.function }
  public var isDefined: Bool { section != 0 }
  /// The value without bit 0, which marks Thumb code in a function's.
  public var address: Int { isFunction ? value & ~1 : value }
}
