import AgentCryptoBearSSL
import TEEPAgent
import TEEPCodec

/// Encoded CBOR items, put together from others.
extension [UInt8] {
  public static func unsigned(_ value: UInt64) -> [UInt8] { head(.unsigned, value) }
  public static func negative(_ value: Int64) -> [UInt8] { head(.negative, UInt64(-1 - value)) }

  public static func byteString(_ content: [UInt8]) -> [UInt8] {
    head(.byteString, UInt64(content.count)) + content
  }

  public static func textString(_ text: String) -> [UInt8] {
    head(.textString, UInt64(text.utf8.count)) + Array(text.utf8)
  }

  public static func array(_ items: [[UInt8]]) -> [UInt8] {
    head(.array, UInt64(items.count)) + items.flatMap { $0 }
  }

  public static func map(_ entries: [(UInt64, [UInt8])]) -> [UInt8] {
    head(.map, UInt64(entries.count)) + entries.flatMap { unsigned($0.0) + $0.1 }
  }

  /// A command sequence in its byte string.
  public static func sequence(_ commands: [TestManifest.Command]) -> [UInt8] {
    byteString(head(.array, UInt64(2 * commands.count)) + commands.flatMap(\.bytes))
  }

  private static func head(_ major: MajorType, _ argument: UInt64) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 9)
    var writer = CBORWriter(buffer.mutableSpan)
    do throws(EncodeError) { try writer.head(major, argument) } catch {
      preconditionFailure("a head has at most nine bytes")
    }
    let count = writer.count
    return Array(buffer.prefix(count))
  }

  /// The SHA-256 digest.
  public var sha256: [UInt8] {
    var hash = BearSSLCrypto.SHA256()
    hash.update(span)
    var digest = [UInt8](repeating: 0, count: 32)
    var output = digest.mutableSpan
    hash.finish(into: &output)
    return digest
  }
}
