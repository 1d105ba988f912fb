/// What the firmware must know of the nRF51 DK (PCA10028, nRF51422 QFAC).
public enum Board {
  /// P0.09, "TXD" on the board.
  @inlinable public static var transmitPin: UInt32 { 9 }

  /// P0.11, "RXD" on the board.
  @inlinable public static var receivePin: UInt32 { 11 }

  /// 115,200 baud, as UART0.BAUDRATE takes it (nRF51 Reference Manual, section 29.10.14).
  @inlinable public static var baudRate: UInt32 { 0x01D7_E000 }

  /// P0.08, "RTS", and P0.10, "CTS" on the board.
  @inlinable public static var flowControl: (requestToSendPin: UInt32, clearToSendPin: UInt32)? { (8, 10) }
}
