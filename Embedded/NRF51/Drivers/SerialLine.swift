import CBoard

/// The serial line: received bytes wait in a ring that the interrupt fills; sending waits for the line.
public enum SerialLine {
  /// Shared with the interrupt handler, so touched only by it and with interrupts masked.
  private nonisolated(unsafe) static var ring = ReceiveRing()

  /// Starts the line at the given pins, with hardware flow control where pins are given for it. `baudRate` is the value
  /// of the register.
  @inline(__always)
  public static func open(
    transmitPin: UInt32, receivePin: UInt32, baudRate: UInt32,
    flowControl: (requestToSendPin: UInt32, clearToSendPin: UInt32)?
  ) {
    if let flowControl {
      UART0.requestToSendPin.value = flowControl.requestToSendPin
      UART0.clearToSendPin.value = flowControl.clearToSendPin
      UART0.configuration.value = 1
    }
    start(transmitPin: transmitPin, receivePin: receivePin, baudRate: baudRate)
  }

  private static func start(transmitPin: UInt32, receivePin: UInt32, baudRate: UInt32) {
    // The RC oscillator that runs after reset is too coarse for a baud rate; the chip switches over by itself.
    Clock.startCrystal.value = 1
    UART0.transmitPin.value = transmitPin
    UART0.receivePin.value = receivePin
    UART0.baudRate.value = baudRate
    UART0.enable.value = 4
    UART0.startTransmitting.value = 1
    UART0.startReceiving.value = 1
    UART0.interruptSet.value = UART0.receivedBit
    Core.interruptEnable.value = 1 << UART0.interrupt
    board_interrupts_on()
  }

  /// Runs in the interrupt. The event is cleared before the byte is taken, so that a byte that arrives in
  /// between raises it again.
  static func receive() {
    while UART0.received.value != 0 {
      UART0.received.value = 0
      let byte = UInt8(truncatingIfNeeded: UART0.receiveData.value)
      // Only the handler runs here: interrupts do not nest.
      unsafe ring.append(byte)
    }
  }

  /// The next byte that has arrived, without waiting for one.
  public static func next() -> UInt8? {
    // The handler cannot run in between.
    Interrupts.masked { unsafe ring.next() }
  }

  /// The next byte; sleeps until there is one.
  public static func wait() -> UInt8 {
    while true {
      board_interrupts_off()
      // The handler cannot run in between.
      let byte = unsafe ring.next()
      // Still masked: a byte that comes after the look into the ring wakes the processor at once.
      if byte == nil {
        Watchdog.feed()
        board_wait_for_interrupt()
      }
      board_interrupts_on()
      if let byte { return byte }
    }
  }

  /// How many bytes came while the ring was full, since the start.
  public static var droppedCount: UInt32 {
    // The handler cannot run in between.
    Interrupts.masked { unsafe ring.dropped }
  }

  /// Sends one byte, and returns when the chip can take the next one. Polled: QEMU sets the event under
  /// back-pressure without raising its interrupt.
  public static func send(_ byte: UInt8) {
    UART0.transmitted.value = 0
    UART0.transmitData.value = UInt32(byte)
    while UART0.transmitted.value == 0 {}
  }
}
