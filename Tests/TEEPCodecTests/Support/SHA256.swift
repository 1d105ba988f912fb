import TEEPTestSupport

/// The SHA-256 digest of `bytes` in hexadecimal, by the system's `sha256sum`.
func sha256(_ bytes: [UInt8]) throws -> String {
  String(try Command("sha256sum").run([], input: bytes).text.prefix(64))
}
