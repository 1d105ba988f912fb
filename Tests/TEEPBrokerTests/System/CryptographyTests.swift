import Foundation
import Testing

/// What a compromised broker has at hand.
@Suite struct CryptographyTests {
  @Test("no source of the broker uses cryptography, and none but the reader of TLS settings uses TLS's")
  func imports() throws {
    var root = URL(filePath: #filePath)
    for _ in 0..<4 { root.deleteLastPathComponent() }
    var imports: [String: Set<String>] = [:]
    for folder in ["TEEPBroker", "teep-broker", "TEEPLink", "TEEPCodec"] {
      let files = FileManager.default.enumerator(
        at: root.appending(path: "Sources/\(folder)"), includingPropertiesForKeys: nil)
      for case let file as URL in try #require(files) where file.pathExtension == "swift" {
        let text = try String(contentsOf: file, encoding: .utf8)
        for line in text.matches(of: /(?m)^(?:public |internal |@testable )*import (\w+)/) {
          imports[String(line.output.1), default: []].insert(file.lastPathComponent)
        }
      }
    }
    for module in [
      "Crypto", "CryptoExtras", "AgentCryptoMbedTLS", "AgentCryptoBearSSL", "CMbedTLS", "CBearSSL",
    ] {
      #expect(imports[module] == nil, "\(module)")
    }
    #expect(imports["NIOSSL"] == ["ServerTrust.swift"])
    #expect(imports["TEEPLink"] != nil)
  }
}
