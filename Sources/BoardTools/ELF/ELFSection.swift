/// A part of an ELF file that has a name.
public struct ELFSection: Equatable, Sendable {
  public let name: String
  /// `sh_type`.
  public let kind: Int
  /// `sh_flags`.
  public let flags: Int
  public let address: Int
  /// Where its bytes begin in the file.
  public let offset: Int
  public let size: Int
  /// The section that this one refers to: of a symbol table, its names.
  public let link: Int

  static let symbolTable = 2
  private static let noBits = 8
  private static let allocated = 2

  /// Whether it takes memory when the program runs.
  public var isAllocated: Bool { flags & Self.allocated != 0 }
  /// Whether the file holds bytes for it.
  public var hasContents: Bool { kind != Self.noBits }
}

/// A part of an ELF file that is loaded into memory.
public struct ELFSegment: Equatable, Sendable {
  /// Where its bytes lie in the file.
  public let contents: Range<Int>
  /// Where the program sees it.
  public let addresses: Range<Int>
  /// Where it is stored: in flash, also for variables that start-up copies to RAM.
  public let loadAddress: Int
}
