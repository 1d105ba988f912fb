/// Where everything is in the flash that belongs to the store, and how much of it there can be.
/// ``Store`` says why.
public enum StoreLayout {
  /// The number in the header of the provisioning content.
  public static let version: UInt32 = 1

  /// How many pages a store can have. A page is named by one byte.
  public static let pageCounts = 12...256

  /// Pages of one copy of the provisioning content; the copies are the first pages of the store.
  public static let provisioningPageCount = 2
  /// Bytes of the header before the provisioning content.
  public static let provisioningHeaderByteCount = 16
  /// The longest provisioning content.
  public static let provisioningByteLimit =
    provisioningPageCount * flashPageSize - provisioningHeaderByteCount

  /// How many copies there are of the provisioning content, the journal and the directory.
  static let copyCount = 2
  /// The first of the two journal pages.
  static let journalPage = copyCount * provisioningPageCount
  /// The first page of the pool.
  static let poolPage = journalPage + copyCount

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
