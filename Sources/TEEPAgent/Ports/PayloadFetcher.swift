/// Why a payload named by a URI could not be had.
public enum FetchError: Error, Sendable, Equatable {
  /// The broker could not get it, or gave up in the middle of it.
  case unavailable
}

/// Fetches payloads on the agent's behalf: the link to the broker (RFC 9397, section 6.2.1).
public protocol PayloadFetcher: ~Copyable {
  /// Asks for the payload at `uri` (UTF-8), from its first byte. Ends a fetch that was under way.
  mutating func open(uri: Span<UInt8>) throws(FetchError)

  /// Copies the next bytes of the payload to the start of `buffer` and says how many; 0 at its end.
  mutating func read(into buffer: inout MutableSpan<UInt8>) throws(FetchError) -> Int
}
