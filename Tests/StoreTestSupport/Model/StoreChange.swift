/// One step of a transaction.
public enum StoreChange: Sendable {
  /// A component without bytes stays as it is.
  case put([UInt8], UInt64, [UInt8], [([UInt8], [UInt8]?)], dependencies: [[UInt8]] = [])
  case remove([UInt8])
  case provision([UInt8])
  /// Other trust anchors.
  case trust([UInt8])

  /// The manifest that it is about, if it is about one.
  public var identifier: [UInt8] {
    switch self {
    case .put(let identifier, _, _, _, _), .remove(let identifier): identifier
    case .provision, .trust: []
    }
  }
}
