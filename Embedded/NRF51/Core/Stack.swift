import CBoard

/// The memory of functions that have returned.
public enum Stack {
  /// Overwrites all of it, as deep as it was ever used. How deep that was stays known.
  public static func wipe() { board_wipe_stack() }
}
