import Foundation
import TEEPTestSupport

/// A TAM, a broker and the keys of all parties, in a folder of their own: what one device needs.
final class Deployment {
  let folder: TemporaryFolder
  private(set) var tam: Service?
  private(set) var broker: Service?
  /// The TAM's host and port, which stay the same when it is started again.
  private var authority = "127.0.0.1:0"
  /// How often a process was started, for the names of the logs.
  private var starts = 0

  static let vendor = "c0ddd5f1-5243-5660-87db-4f5b0aa26c2f"
  static let deviceClass = "db42f709-3d8c-55ba-a8c5-265fc5820f4e"

  /// What the TAM is told besides when it is started again.
  var tamArguments: [String] = []

  let cipherSuite: CipherSuite
  /// Who has to prove what it is.
  let attestation: Attestation

  /// Makes the keys, and starts the TAM, which has both cipher suites.
  init(
    keys: KeyMaker = .teep, _ cipherSuite: CipherSuite = .esp256, attestation: Attestation = .none
  ) async throws {
    self.cipherSuite = cipherSuite
    self.attestation = attestation
    folder = try TemporaryFolder()
    for name in ["stranger", "signer", "agent"] { try keys.make(name, cipherSuite, in: folder) }
    try keys.make("tam-esp256", .esp256, in: folder)
    try keys.make("tam-ed25519", .ed25519, in: folder)
    for name in attestation.keys { try keys.make(name, .esp256, in: folder) }
    if case .tam(let key) = attestation { try makeVerifier(signingWith: key) }
    if case .certifiedDevice = attestation { try certifyAttestationKey() }
    try await startTAM()
  }

  deinit {
    broker?.end(SIGKILL)
    tam?.end(SIGKILL)
  }

  /// The URI of the TAM.
  var tamURI: String { "http://\(authority)/tam" }
  /// Where the TAM serves a payload, as a description spells it.
  var payloadURI: String { "http://\(authority)/payloads/{digest}" }
  var admin: [String] { ["--admin", "unix:" + folder.path("admin")] }
  var api: [String] { ["--api", "unix:" + folder.path("api")] }

  func startTAM() async throws {
    let tam = try start(
      "teep-tam",
      [
        "serve", "--listen", authority, "--key", folder.path("tam-esp256.pem"), "--key",
        folder.path("tam-ed25519.pem"), "--store", folder.path("tam.sqlite"),
      ] + attestation.arguments(in: folder) + tamArguments + admin)
    self.tam = tam
    try await tam.waitForOutput("teep-tam is ready")
    guard let found = tam.output.firstMatch(of: /TEEP at http:\/\/(127\.0\.0\.1:[0-9]+)\/tam/) else {
      throw Unexpected("the TAM does not say where it listens: \(tam.output)")
    }
    authority = String(found.1)
  }

  /// Starts a broker for the device whose link is the Unix socket `link`, with further arguments. It makes no policy
  /// checks of its own, which could mix with what a test asks for.
  func startBroker(link: String, _ arguments: [String] = []) async throws {
    let quiet = ["--policy-interval", "86400", "--set", "limits.first-policy-check=86400"]
    let broker = try start(
      "teep-broker", ["run", "--device", "unix:" + link, "--tam", tamURI] + quiet + api + arguments)
    self.broker = broker
    try await broker.waitForOutput("takes messages of up to")
  }

  /// Starts an executable whose log is in the folder.
  func start(_ product: String, _ arguments: [String]) throws -> Service {
    starts += 1
    return try Service(product, arguments, log: folder.path("\(starts)-\(product).log"))
  }

  /// The image of the store of a device that trusts the TAM's key of its cipher suite, or the key of this name.
  func provision(trusting tamKey: String? = nil) throws -> String {
    let tamKey = tamKey ?? "tam-\(cipherSuite)"
    try succeed(
      Command(product: "teep"), "provision", "--board", cipherSuite.board, "--device-key",
      folder.path("agent.pem"), "--tam-key", folder.path("\(tamKey).pub.pem"), "--tam-uri", tamURI,
      "--signer-key", folder.path("signer.pub.pem"), "--vendor-id", Self.vendor, "--class-id",
      Self.deviceClass, "--output", folder.path("store.bin"))
    return folder.path("store.bin")
  }

  /// The image of the store of a device, on the board that has all that agents can do, that `anchors` and what else is there
  /// describe beside its own key and its kind.
  func provision(
    describing anchors: String, for board: String = CipherSuite.ed25519.board
  ) throws -> String {
    let description = """
      device-key: agent.pem
      vendor-id: \(Self.vendor)
      class-id: \(Self.deviceClass)
      \(anchors)

      """
    try folder.write(Array(description.utf8), to: "device.yaml")
    try succeed(
      Command(product: "teep"), "provision", "--board", board, "--description",
      folder.path("device.yaml"), "--output", folder.path("store.bin"))
    return folder.path("store.bin")
  }

  /// Makes and signs the envelope of `TEEP-Device/NAME`, or of a component elsewhere; `source` is the last line of its
  /// description.
  func author(
    _ name: String, in parent: String = "TEEP-Device", version: Int = 1, _ payload: [UInt8],
    _ source: String = "integrated: true", signer: String = "signer"
  ) throws -> String {
    let description = """
      component: \(parent)/\(name)
      manifest-component: \(parent)/\(name)/suit
      sequence-number: \(version)
      vendor-id: \(Self.vendor)
      class-id: \(Self.deviceClass)
      payload:
        \(source)
      """
    let file = "\(name)-\(version)"
    try folder.write(Array(description.utf8), to: "\(file).yaml")
    try folder.write(payload, to: "\(file).bin")
    let tool = Command(product: "teep")
    try succeed(
      tool, "manifest", "create", "--description", folder.path("\(file).yaml"), "--payload",
      folder.path("\(file).bin"), "--output", folder.path("\(file).unsigned"))
    try succeed(
      tool, "manifest", "sign", "--key", folder.path("\(signer).pem"), folder.path("\(file).unsigned"),
      "--output", folder.path("\(file).suit"))
    return folder.path("\(file).suit")
  }
}
