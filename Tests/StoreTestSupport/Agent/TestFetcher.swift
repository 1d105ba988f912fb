public import TEEPAgent

/// Payloads by their URI, handed out in small pieces.
public struct TestFetcher: PayloadFetcher, ~Copyable {
  public var payloads: [String: [UInt8]]
  public var chunkByteCount = 48
  /// The URIs that were asked for, in order.
  public private(set) var opened: [String] = []
  private var rest: ArraySlice<UInt8> = []

  public init(_ payloads: [String: [UInt8]] = [:]) { self.payloads = payloads }

  public mutating func open(uri: Span<UInt8>) throws(FetchError) {
    let name = String(decoding: [UInt8](uri), as: UTF8.self)
    opened.append(name)
    guard let payload = payloads[name] else { throw .unavailable }
    rest = payload[...]
  }

  public mutating func read(into buffer: inout MutableSpan<UInt8>) throws(FetchError) -> Int {
    let chunk = rest.prefix(min(chunkByteCount, buffer.count))
    for (index, byte) in chunk.enumerated() { buffer[index] = byte }
    rest = rest.dropFirst(chunk.count)
    return chunk.count
  }
}
