import TEEPAgent
public import TEEPHost

/// A board that devices are provisioned for.
public enum DeviceBoard: String, CaseIterable, Sendable {
  /// nRF51822 QFAA: what is left of 256 KiB behind the code.
  case microbit

  /// Bytes of flash that belong to the store, as the board's linker script gives them to it.
  public var storeByteCount: Int {
    switch self {
    case .microbit: 176 * flashPageSize
    }
  }

  /// The keys that the board's agent can sign with.
  public var deviceKeyTypes: [KeyType] {
    switch self {
    case .microbit: [.p256]
    }
  }
}
