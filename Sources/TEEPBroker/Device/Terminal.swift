import Glibc

/// Settings of serial lines and pseudo-terminals (termios(3)).
enum Terminal {
  /// The speeds that every Linux serial driver knows, in bits per second.
  static let speeds: [Int: speed_t] = [
    9600: speed_t(B9600), 19_200: speed_t(B19200), 38_400: speed_t(B38400), 57_600: speed_t(B57600),
    115_200: speed_t(B115200), 230_400: speed_t(B230400), 460_800: speed_t(B460800),
    921_600: speed_t(B921600), 1_000_000: speed_t(B1000000),
  ]

  /// Makes a terminal pass all bytes as they are: 8 data bits, no parity, no flow control, modem lines ignored.
  ///
  /// - Parameter speed: one of ``speeds``; nil leaves it as it is.
  static func makeRaw(_ descriptor: Int32, speed: speed_t? = nil) throws(SystemError) {
    var settings = termios()
    // The pointers are valid for the calls.
    try check("tcgetattr", unsafe tcgetattr(descriptor, &settings))
    unsafe cfmakeraw(&settings)
    settings.c_cflag |= tcflag_t(CLOCAL) | tcflag_t(CREAD)
    settings.c_cflag &= ~(tcflag_t(CSTOPB) | tcflag_t(CRTSCTS))
    if let speed { try check("cfsetspeed", unsafe cfsetspeed(&settings, speed)) }
    try check("tcsetattr", unsafe tcsetattr(descriptor, TCSANOW, &settings))
    try check("tcflush", tcflush(descriptor, TCIOFLUSH))
  }
}
