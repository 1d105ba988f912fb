/// What the firmware must know of the BBC micro:bit, version 1 (nRF51822 QFAA).
public enum Board {
  /// The pin that the interface chip listens to (P0.24, "TGT_TX" in the schematic).
  @inlinable public static var transmitPin: UInt32 { 24 }

  /// The pin that the interface chip talks on (P0.25, "TGT_RX" in the schematic).
  @inlinable public static var receivePin: UInt32 { 25 }

  /// 115,200 baud, as UART0.BAUDRATE takes it (nRF51 Reference Manual, section 29.10.14).
  @inlinable public static var baudRate: UInt32 { 0x01D7_E000 }

  /// The interface chip has no lines for flow control.
  @inlinable public static var flowControl: (requestToSendPin: UInt32, clearToSendPin: UInt32)? { nil }
}
