public import BoardTools
import TEEPAgent
public import TEEPHost

/// What a device is provisioned for: a board, or the agent as a process on Linux.
public struct DeviceBoard: Equatable, Sendable {
  public let name: String

  /// Bytes of flash that belong to the store.
  public let storeByteCount: Int

  /// Where the store begins in the board's flash; nil where it is a file.
  public let storeAddress: Int?

  /// The keys that its agent can sign and verify with.
  public let keyTypes: [KeyType]

  /// Whether its agent validates certificates, and so can trust whom an authority vouches for.
  public let validatesCertificates: Bool

  /// `teep-agent`, whose flash is a file.
  public static let linux = DeviceBoard(
    name: "linux", storeByteCount: StoreLayout.pageCounts.upperBound * flashPageSize, storeAddress: nil,
    keyTypes: [.p256, .ed25519], validatesCertificates: true)

  private init(
    name: String, storeByteCount: Int, storeAddress: Int?, keyTypes: [KeyType], validatesCertificates: Bool
  ) {
    self.name = name
    self.storeByteCount = storeByteCount
    self.storeAddress = storeAddress
    self.keyTypes = keyTypes
    self.validatesCertificates = validatesCertificates
  }

  /// The board that a folder describes: the store is what its linker script says, the keys are those that `toolset.json`
  /// does not leave out.
  public init(_ folder: BoardFolder) throws(BoardToolError) {
    let store = try folder.memoryMap().store
    guard store.lowerBound.isMultiple(of: flashPageSize), store.count.isMultiple(of: flashPageSize),
      StoreLayout.pageCounts.contains(store.count / flashPageSize)
    else {
      throw try BoardToolError(
        "\(folder.linkerScript()): the region STORE begins at \(store.lowerBound) and has \(store.count) bytes; give it "
          + "\(StoreLayout.pageCounts.lowerBound) to \(StoreLayout.pageCounts.upperBound) whole pages of \(flashPageSize)"
      )
    }
    self.init(
      name: folder.name, storeByteCount: store.count, storeAddress: store.lowerBound,
      keyTypes: try folder.toolset().defines("WITHOUT_ED25519") ? [.p256] : [.p256, .ed25519],
      // The boards' crypto library validates none (Embedded/toolset.json).
      validatesCertificates: false)
  }

  /// What is spelled `linux`, or as ``BoardFolder`` takes it.
  public init(named name: String) throws(BoardToolError) {
    self = try name == Self.linux.name ? .linux : DeviceBoard(BoardFolder(name))
  }
}
