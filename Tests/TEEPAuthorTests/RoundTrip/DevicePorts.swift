import Foundation
import TEEPAgent
import TEEPHost

/// Payloads by their URI, handed out in pieces.
struct PayloadsByURI: PayloadFetcher, ~Copyable {
  private let payloads: [String: [UInt8]]
  private var rest: ArraySlice<UInt8> = []

  init(_ payloads: [String: [UInt8]]) { self.payloads = payloads }

  mutating func open(uri: Span<UInt8>) throws(FetchError) {
    guard let payload = payloads[String(decoding: [UInt8](copying: uri), as: UTF8.self)] else {
      throw .unavailable
    }
    rest = payload[...]
  }

  mutating func read(into buffer: inout MutableSpan<UInt8>) throws(FetchError) -> Int {
    let piece = rest.prefix(buffer.count)
    for (index, byte) in piece.enumerated() { buffer[index] = byte }
    rest = rest.dropFirst(piece.count)
    return piece.count
  }
}

/// The system's random numbers, and no clock.
struct SystemChance: AgentDevice {
  mutating func fill(_ bytes: inout MutableSpan<UInt8>) {
    for index in bytes.indices { bytes[index] = UInt8.random(in: .min ... .max) }
  }

  var secondsSince1970: Int64? { nil }
}

/// The identifiers of a vendor and a class by their names (draft-ietf-suit-manifest-37, section 8.4.8.1).
enum UUIDBytes {
  static func vendor(_ domain: String) -> [UInt8] { UUID.vendor(domain: domain).bytes }

  static func deviceClass(_ name: String, vendor: String) -> [UInt8] {
    UUID.deviceClass(name, vendor: UUID.vendor(domain: vendor)).bytes
  }
}
