/// The functions that the vector table names (`Embedded/CBoard/vectors.c`).
@c(uart_interrupt)
func uartInterrupt() {
  SerialLine.receive()
}

@c(unexpected_interrupt)
func unexpectedInterrupt() {
  Restart.now(because: .unexpectedInterrupt)
}

/// Called by the hard fault handler, on an emptied stack.
@c(restart_after_fault)
func restartAfterFault() {
  Restart.now(because: .hardFault)
}
