import TEEPAgent
public import TEEPHost

/// A board that devices are provisioned for, or the agent as a process on Linux.
public enum DeviceBoard: String, CaseIterable, Sendable {
  /// BBC micro:bit, version 1 (nRF51822 QFAA).
  case microbit
  /// nRF51 DK, PCA10028 (nRF51422 QFAC).
  case nrf51DK = "nrf51-dk"
  /// `teep-agent`, whose flash is a file.
  case linux

  /// Bytes of flash that belong to the store, as the board's linker script gives them to it.
  public var storeByteCount: Int {
    switch self {
    // What is left of 256 KiB behind the code.
    case .microbit: 156 * flashPageSize
    case .nrf51DK: 116 * flashPageSize
    case .linux: StoreLayout.pageCounts.upperBound * flashPageSize
    }
  }

  /// The keys that the board's agent can sign and verify with.
  public var keyTypes: [KeyType] {
    switch self {
    case .microbit: [.p256]
    case .nrf51DK, .linux: [.p256, .ed25519]
    }
  }

  /// Whether its agent validates certificates, and so can trust whom an authority vouches for.
  public var validatesCertificates: Bool { self == .linux }
}
