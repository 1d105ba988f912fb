/// What the check of a signature found.
///
/// Not a Bool, since anything but 0 counts as true on the processor. "Genuine" and "forged" are neighbours that differ in
/// 25 bits, so that the one is got from a library's result by an addition: where that, or any other single instruction, is
/// skipped, what is left in the register is neither. Whoever acts on a verdict asks once more what has been asked before, so
/// that the skip of either question accepts nothing.
public struct SignatureVerdict: Sendable {
  private let code: UInt32

  /// - Parameter libraryResult: 1 for a valid signature, 0 for one that is not.
  @inline(__always)
  public init(libraryResult: UInt32) { code = 0x5AFF_FFFF &+ libraryResult }

  /// The verdict on what need not even be computed.
  @inline(__always)
  public static var forged: SignatureVerdict { SignatureVerdict(libraryResult: 0) }

  /// Whether the signature is valid. The comparison stands wherever this is asked.
  @inline(__always)
  public var isGenuine: Bool { Self.opaque(code) == 0x5B00_0000 }

  /// The number that it is given: the optimizer does not see that, and would leave out what is asked twice.
  @inline(never) @_optimize(none)
  private static func opaque(_ code: UInt32) -> UInt32 { code }
}
