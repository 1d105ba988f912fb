import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// The client's end of TEEP over HTTP (draft-ietf-teep-otrp-over-http-15, section 5).
struct TAMClient: Sendable {
  /// The media type of requests and answers.
  static let mediaType = "application/teep+cbor"

  let network: Network
  /// From the connection to the last byte of the answer.
  let timeLimit: Duration
  /// Bytes of an answer.
  let maximumAnswer: Int

  /// Sends one message, or none to open a session, and returns the TAM's answer: a message, or nothing where the
  /// session is over.
  ///
  /// - Throws: ``TAMFailure``, or `CancellationError`.
  func post(_ message: [UInt8], to tam: RemoteURI) async throws -> [UInt8] {
    var request = HTTPClientRequest(url: tam.description)
    request.method = .POST
    // The type is sent with an empty body too: there are TAMs that ask for it.
    request.headers = [
      "Accept": Self.mediaType, "Content-Type": Self.mediaType, "User-Agent": "teep-broker",
    ]
    if !message.isEmpty { request.body = .bytes(ByteBuffer(bytes: message)) }
    do {
      return try await withTimeLimit(timeLimit) { [request] in
        try await network.execute(request, to: tam, for: .message, read)
      }
    } catch let failure as TAMFailure {
      throw failure
    } catch let timeout as TimedOut {
      throw TAMFailure.tooSlow(timeout.limit)
    } catch {
      try Task.checkCancellation()
      throw TAMFailure.unreachable(networkReason(error))
    }
  }

  private func read(_ response: HTTPClientResponse) async throws -> [UInt8] {
    guard 200..<300 ~= response.status.code else { throw TAMFailure.status(Int(response.status.code)) }
    let body: ByteBuffer
    do {
      body = try await response.body.collect(upTo: maximumAnswer)
    } catch is NIOTooManyBytesError {
      throw TAMFailure.tooLong(maximumAnswer)
    }
    // A body that is read by a cancelled task ends early without an error.
    try Task.checkCancellation()
    guard body.readableBytes > 0 else { return [] }
    let type = response.headers.first(name: "Content-Type") ?? ""
    guard Self.isTEEP(type) else { throw TAMFailure.mediaType(String(type.prefix(64)).printable) }
    return Array(body.readableBytesView)
  }

  /// Whether a Content-Type is TEEP's, whatever its parameters.
  private static func isTEEP(_ type: String) -> Bool {
    type.prefix { $0 != ";" }.trimmingCharacters(in: .whitespaces).lowercased() == mediaType
  }
}

/// Why a TAM did not answer, or not with TEEP; completes a sentence that begins with the TAM.
enum TAMFailure: Error, Equatable, CustomStringConvertible {
  case unreachable(String)
  case tooSlow(Duration)
  case status(Int)
  case mediaType(String)
  case tooLong(Int)
  /// It failed too often to be asked again now.
  case leftAlone(failures: Int, for: Duration)

  /// Whether a later session may go better though nobody changes anything.
  var isTransient: Bool {
    switch self {
    case .unreachable, .tooSlow, .leftAlone: true
    // Request Timeout, Too Early, Too Many Requests, and whatever is the server's own fault.
    case .status(let status): [408, 425, 429].contains(status) || status >= 500
    case .mediaType, .tooLong: false
    }
  }

  var description: String {
    switch self {
    case .unreachable(let reason): "cannot be reached (\(reason))"
    case .tooSlow(let limit): "did not answer within \(limit.formatted)"
    case .status(let status) where 300..<400 ~= status:
      "answered with a redirect (HTTP status \(status)), which TEEP forbids to follow"
    case .status(let status): "answered with HTTP status \(status)"
    case .mediaType(""): "answered without a Content-Type; is this the TAM's URI?"
    case .mediaType(let type): "answered with '\(type)' in place of TEEP; is this the TAM's URI?"
    case .tooLong(let limit): "answered with more than \(limit) bytes"
    case .leftAlone(let failures, let rest):
      "failed \(failures) times in a row and is left alone for \(rest.formatted)"
    }
  }
}
