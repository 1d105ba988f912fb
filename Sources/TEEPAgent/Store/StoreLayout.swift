/// Where everything is in the flash that belongs to the store, and how much of it there can be.
/// ``Store`` says why.
public enum StoreLayout {
  /// The number in the root pages.
  public static let version: UInt32 = 2

  /// How many pages a store can have. A page is named by one byte.
  public static let pageCounts = 12...256

  /// The longest provisioning content.
  public static let provisioningByteLimit = 2 * flashPageSize

  /// How many copies there are of the root, the directory and the provisioning content.
  static let copyCount = 2
  /// The first page of the pool, after the root pages.
  static let poolPage = copyCount

  /// The longest identifier of a manifest or component, in bytes.
  public static let identifierByteLimit = 128
  /// Bytes of a digest (SHA-256).
  public static let digestByteCount = 32
  /// How many manifests are remembered with their sequence number, installed and removed ones together.
  public static let identifierLimit = 64

  /// By how much one transaction may always enlarge the directory while there is room.
  static let transactionByteCount = 2048

  /// How many pages hold `byteCount` bytes.
  static func pageCount(holding byteCount: Int) -> Int {
    (byteCount &+ flashPageSize &- 1) / flashPageSize
  }
}
