/// What the flash controller may do now (nRF51 Reference Manual, section 6.2.2).
private enum FlashAccess: UInt32 {
  case readOnly = 0
  case write = 1
  case erase = 2
}

/// Lets the controller do one thing and waits for its end.
@inline(__always)
private func withFlashController(_ access: FlashAccess, _ operation: () -> Void) {
  NVMC.configuration.value = access.rawValue
  operation()
  while NVMC.ready.value == 0 {}
  NVMC.configuration.value = FlashAccess.readOnly.rawValue
}

/// Clears in the word at `address` each bit that is clear in `word`. With a name of its own, and never inlined:
/// a test stops here to take the power away.
@c(flash_program) @inline(never)
func programFlash(_ address: UInt, _ word: UInt32) {
  withFlashController(.write) { Register(address).value = word }
}

/// Sets every bit of the page at `address`. Named for the same reason as `flash_program`.
@c(flash_erase) @inline(never)
func eraseFlash(_ address: UInt) {
  withFlashController(.erase) { NVMC.erasePage.value = UInt32(truncatingIfNeeded: address) }
}
