/// The registers of the nRF51 that the drivers use, and no more of them (nRF51 Reference Manual 3.0).
enum Clock {
  static var startCrystal: Register { Register(0x4000_0000) }
}

/// Power (section 11).
enum Power {
  /// Why the chip was reset; a bit is cleared by writing 1 to it.
  static var resetReason: Register { Register(0x4000_0400) }
  static var watchdogBit: UInt32 { 1 << 1 }
  static var lockUpBit: UInt32 { 1 << 3 }
}

/// Watchdog (section 24).
enum WDT {
  static var start: Register { Register(0x4001_0000) }
  /// In ticks of 32,768 a second.
  static var reloadValue: Register { Register(0x4001_0504) }
  /// Bit 0: counts while the processor sleeps; bit 3: while a debugger holds it.
  static var configuration: Register { Register(0x4001_050C) }
  static var reload: Register { Register(0x4001_0600) }
  static var reloadKey: UInt32 { 0x6E52_4635 }
}

/// UART (section 29). Events and tasks are 0 or 1.
enum UART0 {
  static var startReceiving: Register { Register(0x4000_2000) }
  static var startTransmitting: Register { Register(0x4000_2008) }
  static var received: Register { Register(0x4000_2108) }
  static var transmitted: Register { Register(0x4000_211C) }
  static var interruptSet: Register { Register(0x4000_2304) }
  static var enable: Register { Register(0x4000_2500) }
  static var requestToSendPin: Register { Register(0x4000_2508) }
  static var transmitPin: Register { Register(0x4000_250C) }
  static var clearToSendPin: Register { Register(0x4000_2510) }
  static var receivePin: Register { Register(0x4000_2514) }
  static var receiveData: Register { Register(0x4000_2518) }
  static var transmitData: Register { Register(0x4000_251C) }
  static var baudRate: Register { Register(0x4000_2524) }
  /// Bit 0: hardware flow control.
  static var configuration: Register { Register(0x4000_256C) }

  /// The number of its interrupt, and the bit of RXDRDY in `interruptSet`.
  static var interrupt: UInt32 { 2 }
  static var receivedBit: UInt32 { 1 << 2 }
}

/// 32-bit timer (section 18).
enum TIMER0 {
  static var start: Register { Register(0x4000_8000) }
  static var capture: Register { Register(0x4000_8040) }
  static var bitMode: Register { Register(0x4000_8508) }
  static var prescaler: Register { Register(0x4000_8510) }
  static var captured: Register { Register(0x4000_8540) }
}

/// Random number generator (section 21).
enum RNG {
  static var start: Register { Register(0x4000_D000) }
  static var stop: Register { Register(0x4000_D004) }
  static var valueReady: Register { Register(0x4000_D100) }
  static var configuration: Register { Register(0x4000_D504) }
  static var value: Register { Register(0x4000_D508) }
}

/// Non-volatile memory controller (section 6).
enum NVMC {
  static var ready: Register { Register(0x4001_E400) }
  static var configuration: Register { Register(0x4001_E504) }
  static var erasePage: Register { Register(0x4001_E508) }
}

/// The processor's own (ARMv6-M Architecture Reference Manual, B3.2, B3.4).
enum Core {
  static var interruptEnable: Register { Register(0xE000_E100) }
  static var resetControl: Register { Register(0xE000_ED0C) }
}
