public import TEEPAgent
public import TEEPLink

/// The link to the broker as the agent sees it: a source of payloads.
///
/// What the broker calls for comes from ``link`` too, between the agent's calls.
public struct LineFetcher<Port: LinkPort & ~Copyable>: PayloadFetcher, ~Copyable {
  /// The agent's end of the link.
  public var link: AgentLink<Port>

  public init(_ link: consuming AgentLink<Port>) { self.link = link }

  public mutating func open(uri: Span<UInt8>) throws(FetchError) {
    do throws(LinkFetchError) { try link.openFetch(uri: uri) } catch { throw .unavailable }
  }

  public mutating func read(into buffer: inout MutableSpan<UInt8>) throws(FetchError) -> Int {
    do throws(LinkFetchError) { return try link.readFetch(into: &buffer) } catch { throw .unavailable }
  }
}
