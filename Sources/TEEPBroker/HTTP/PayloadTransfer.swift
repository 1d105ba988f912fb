import AsyncHTTPClient
import NIOCore
import NIOHTTP1

/// One fetch of a payload, over as many connections as it takes.
struct PayloadTransfer {
  /// Bytes of a piece that an agent is given.
  static let pieceSize = 4096

  let network: Network
  let limits: BrokerLimits
  let source: RemoteURI
  let waiting: WaitingTime
  var demands: AsyncStream<Void>.AsyncIterator
  let onProgress: @Sendable (PayloadProgress) -> Void
  let give: @Sendable ([UInt8]?) async -> Void

  /// Bytes that the agent has got or is about to.
  private var taken = 0
  private var total: Int?
  /// What the server calls this state of the payload, fit for If-Range (RFC 9110, section 13.1.5).
  private var validator: String?
  private var entityTag: String?
  /// Whether the agent waits for a piece.
  private var isWanted = false

  init(
    network: Network, limits: BrokerLimits, source: RemoteURI, waiting: WaitingTime,
    demands: AsyncStream<Void>.AsyncIterator, onProgress: @escaping @Sendable (PayloadProgress) -> Void,
    give: @escaping @Sendable ([UInt8]?) async -> Void
  ) {
    self.network = network
    self.limits = limits
    self.source = source
    self.waiting = waiting
    self.demands = demands
    self.onProgress = onProgress
    self.give = give
  }

  /// Runs to the payload's end; returns its bytes.
  mutating func run() async throws -> Int {
    var breaks = 0
    var backOff = BackOff()
    while true {
      let before = taken
      do {
        try await connect()
        return taken
      } catch let failure as PayloadFailure {
        throw failure
      } catch {
        try Task.checkCancellation()
        if taken > before {
          breaks = 0
          backOff.reset()
        }
        breaks += 1
        // A server that was never reached is the agent's matter, which fails its call and is asked again.
        guard taken > 0, breaks <= limits.maximumPayloadBreaks else { throw error }
        onProgress(.resumed(from: taken))
        try await Task.sleep(for: backOff.failed())
      }
    }
  }

  private mutating func connect() async throws {
    waiting.begin()
    defer { waiting.end() }
    var request = HTTPClientRequest(url: source.description)
    request.headers = ["Accept-Encoding": "identity", "User-Agent": "teep-broker"]
    if taken > 0, let validator {
      request.headers.add(name: "Range", value: "bytes=\(taken)-")
      request.headers.add(name: "If-Range", value: validator)
    }
    let isRange = request.headers.contains(name: "Range")
    var transfer = self
    defer { self = transfer }
    try await network.execute(request, to: source, for: .payload) { response in
      let known = try transfer.begin(response, isRange: isRange)
      try await transfer.read(response, skipping: known)
    }
  }

  /// Looks at a response's header; says how much of its body the agent has already.
  private mutating func begin(_ response: HTTPClientResponse, isRange: Bool) throws -> Int {
    let tag = response.headers.first(name: "ETag")
    let length = response.headers.first(name: "Content-Length").flatMap(Int.init)
    switch response.status {
    case .ok:
      // The first answer, or the whole once more: it has to be the same whole.
      if taken > 0, tag != entityTag || (total != nil && length != total) { throw PayloadFailure.changed }
      entityTag = tag
      validator =
        tag.map { $0.hasPrefix("W/") ? nil : $0 } ?? response.headers.first(name: "Last-Modified")
      total = length
      return taken
    case .partialContent where isRange:
      guard response.headers.first(name: "Content-Range")?.hasPrefix("bytes \(taken)-") == true else {
        throw PayloadFailure.changed
      }
      return 0
    default:
      throw PayloadFailure.status(Int(response.status.code))
    }
  }

  private mutating func read(_ response: HTTPClientResponse, skipping count: Int) async throws {
    var pieces = response.body.makeAsyncIterator()
    var skip = count
    var buffer = ByteBuffer()
    repeat {
      try await waitUntilWanted()
      while buffer.readableBytes == 0 {
        let piece = try await pieces.next()
        // A body that is read by a cancelled task ends early without an error.
        try Task.checkCancellation()
        guard let piece else {
          if skip > 0 { throw PayloadFailure.changed }
          return await give(nil)
        }
        // Progress of any kind: the next one has its time again.
        waiting.end()
        waiting.begin()
        buffer = piece
        let skipped = min(skip, buffer.readableBytes)
        buffer.moveReaderIndex(forwardBy: skipped)
        skip -= skipped
      }
      let piece = buffer.readBytes(length: min(buffer.readableBytes, Self.pieceSize)) ?? []
      taken += piece.count
      isWanted = false
      await give(piece)
      onProgress(.taken(taken, total: total))
    } while true
  }

  /// The time until the agent wants more is not the network's.
  private mutating func waitUntilWanted() async throws {
    if isWanted { return }
    waiting.end()
    guard await demands.next(isolation: #isolation) != nil else { throw CancellationError() }
    isWanted = true
    waiting.begin()
  }
}
