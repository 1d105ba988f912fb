/// What a firmware consists of, for a reader who asks what each part costs.
public enum FirmwarePart: String, Sendable, CaseIterable {
  case codec
  case agentProtocol = "agent protocol"
  case suitProcessor = "SUIT processor"
  case store
  case link
  case agentRuntime = "agent run-time"
  case crypto
  case drivers = "drivers and start-up"
  case cRuntime = "C run-time"
  case swiftRuntime = "Swift run-time"
  case other

  /// Folders of the package; the first one that fits decides.
  private static let folders: [(path: String, part: FirmwarePart)] = [
    ("Sources/TEEPCodec/", .codec),
    ("Sources/TEEPAgent/SUIT/", .suitProcessor),
    ("Sources/TEEPAgent/Store/", .store),
    ("Sources/TEEPAgent/", .agentProtocol),
    ("Sources/TEEPLink/", .link),
    ("Sources/Checksums/", .link),
    ("Sources/AgentRuntime/", .agentRuntime),
    ("Sources/AgentCrypto", .crypto),
    ("Sources/CBearSSL/", .crypto),
    (".sources/", .crypto),
    ("Benchmarks/", .other),
    ("Embedded/CRuntime/", .cRuntime),
    ("Embedded/", .drivers),
    ("boards/", .drivers),
  ]

  /// Modules of data, which has no line of source; TEEPAgent's own lie in more parts than one.
  private static let modules: [Substring: FirmwarePart] = [
    "TEEPCodec": .codec, "TEEPAgent": .agentProtocol, "TEEPLink": .link, "Checksums": .link,
    "AgentRuntime": .agentRuntime, "AgentCryptoBearSSL": .crypto, "NRF51": .drivers, "Board": .drivers,
    "Firmware": .drivers,
  ]

  /// The part that a source file belongs to, and its path within the package; nil for a file of somewhere else.
  static func source(_ file: String) -> (part: FirmwarePart, path: String)? {
    for (path, part) in folders {
      guard let range = file.firstRange(of: path),
        range.lowerBound == file.startIndex || file[..<range.lowerBound].hasSuffix("/")
      else { continue }
      return (part, String(file[range.lowerBound...]))
    }
    return nil
  }

  /// The part that a symbol without a source file belongs to, by the module that its mangled name begins with, and that
  /// module's name.
  static func module(ofSymbol name: String) -> (part: FirmwarePart, path: String)? {
    guard let mangling = name.firstRange(of: #/\$[es]/#) else {
      return name.contains("swift_") ? (.swiftRuntime, "Swift") : nil
    }
    let rest = name[mangling.upperBound...]
    let digits = rest.prefix(while: \.isNumber)
    guard let count = Int(digits) else { return (.swiftRuntime, "Swift") }
    let module = rest.dropFirst(digits.count).prefix(count)
    return modules[module].map { ($0, "data of \(module)") }
  }
}
