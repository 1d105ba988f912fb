import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
public import TEEPHost

/// A Verifier elsewhere, in the shape of Veraison's challenge-response API: a session for a nonce, to which the evidence
/// is POSTed, and whose result is an attestation result.
public struct ExternalVerifier: EvidenceVerifier {
  /// Media type of requests and answers about a session.
  static let sessionType = "application/vnd.veraison.challenge-response-session+json"
  /// Bytes of an answer beyond which it is not read.
  private static let maximumAnswer = 1 << 17
  private static let timeout = TimeAmount.seconds(20)
  /// How often a result that is not there yet is asked for, and the seconds between.
  private static let attempts = 10
  private static let interval = Duration.seconds(1)

  private let base: String
  private let keys: [VerificationKey]

  /// - Parameters:
  ///   - base: the URI of the service, which `/challenge-response/v1/newSession` follows.
  ///   - keys: the keys that it signs attestation results with.
  public init(base: String, keys: [VerificationKey]) {
    self.base = base.hasSuffix("/") ? String(base.dropLast()) : base
    self.keys = keys
  }

  private struct Session: Decodable {
    let status: String
    let result: String?
  }

  public func appraise(_ evidence: AttestationPayload, of device: AttestingDevice) async throws -> Appraisal {
    var configuration = HTTPClient.Configuration()
    configuration.redirectConfiguration = .disallow
    let result = try await HTTPClient.withHTTPClient(configuration: configuration) { client in
      let uri = try await open(client, device.challenge)
      return try await submit(evidence, to: uri, client)
    }
    guard let result else { return .failed("the verifier could not judge the evidence") }
    return JSONAttestationResult(verifierKeys: keys, now: Date()).appraise(result, of: device)
  }

  /// Opens a session for a nonce; gives its URI.
  private func open(_ client: HTTPClient, _ nonce: [UInt8]) async throws -> String {
    var request = HTTPClientRequest(
      url: base + "/challenge-response/v1/newSession?nonce=" + Data(nonce).base64URLEncoded)
    request.method = .POST
    request.headers.add(name: "Accept", value: Self.sessionType)
    let response = try await execute(request, client)
    guard response.status == .created, let location = response.headers.first(name: "Location"),
      let uri = URL(string: location, relativeTo: URL(string: request.url))?.absoluteString,
      // Evidence goes to the service that the operator named and to no other one.
      uri.hasPrefix(base + "/")
    else { throw problem("opened no session (\(response.status))") }
    return uri
  }

  /// Has the evidence judged; gives the result, or nil where it could not be judged.
  private func submit(
    _ evidence: AttestationPayload, to uri: String, _ client: HTTPClient
  ) async throws -> String? {
    var request = HTTPClientRequest(url: uri)
    request.method = .POST
    request.headers.add(name: "Accept", value: Self.sessionType)
    request.headers.add(name: "Content-Type", value: evidence.format ?? "application/eat+cwt")
    request.body = .bytes(ByteBuffer(bytes: evidence.bytes))
    var response = try await execute(request, client)
    for attempt in 0... {
      guard response.status == .ok || response.status == .accepted else {
        throw problem("answered the evidence with \(response.status)")
      }
      let body = try await response.body.collect(upTo: Self.maximumAnswer)
      guard let session = try? JSONDecoder().decode(Session.self, from: Data(body.readableBytesView)) else {
        throw problem("answered with no session in JSON")
      }
      switch session.status {
      case "complete": return session.result
      case "waiting", "processing":
        guard attempt < Self.attempts else { throw problem("has not judged the evidence in time") }
        try await Task.sleep(for: Self.interval)
        var poll = HTTPClientRequest(url: uri)
        poll.headers.add(name: "Accept", value: Self.sessionType)
        response = try await execute(poll, client)
      default: return nil
      }
    }
    return nil
  }

  private func execute(_ request: HTTPClientRequest, _ client: HTTPClient) async throws -> HTTPClientResponse
  {
    do { return try await client.execute(request, timeout: Self.timeout) } catch {
      throw problem("does not answer (\(error))")
    }
  }

  private func problem(_ what: String) -> VerifierError { VerifierError(description: "\(base): \(what)") }
}

extension Data {
  /// Base64 with the alphabet of URLs and without padding (RFC 4648, section 5).
  var base64URLEncoded: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Reads ``base64URLEncoded``, padded or not.
  init?(base64URLEncoded text: some StringProtocol) {
    let digits = String(text).replacing("-", with: "+").replacing("_", with: "/").replacing("=", with: "")
    let padding = String(repeating: "=", count: (4 - digits.utf8.count % 4) % 4)
    self.init(base64Encoded: digits + padding)
  }
}
