import Foundation
import Glibc
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What the system gives the real process, and what it takes away.
@Suite struct SystemLimitTests {
  private let hello = ComponentIdentifier(segments: [Array("hello".utf8)])
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Whether this system lets a process have mounts of its own.
  private static let hasNamespaces =
    (try? Command("unshare").run(["--user", "--map-root-user", "--mount", "true"]).status) == 0

  @Test("the broker raises the limit of its open files as far as it may")
  func openFiles() async throws {
    let broker = try BrokerProcess(
      in: folder, "devices: []", preparation: "ulimit -Sn 64; ulimit -Hn 1000")
    try await broker.waitUntilServing()
    #expect(try await broker.metrics().contains("process_max_fds 1000"))
    #expect(!broker.output.contains("LimitNOFILE"))
  }

  @Test("a limit of open files that is too low for the devices is in the log, with what it should be")
  func tooFewOpenFiles() async throws {
    let devices = (0..<100).map { "{name: d\($0), address: 'unix:/nowhere/\($0)'}" }.joined(separator: ", ")
    let broker = try BrokerProcess(
      in: folder, "log: {level: warning}\ndevices: [\(devices)]", preparation: "ulimit -n 500")
    try await broker.waitUntilServing()
    // 2 for each device, 256 for applications and 64 for all else.
    #expect(
      broker.output.contains(
        "the system lets the broker have 500 files open, and with 100 devices it may need 520; raise LimitNOFILE="
      ))
  }

  @Test(
    "the system's authorities vouch for TAMs where the configuration names none", .enabled(if: hasNamespaces))
  func systemAuthorities() async throws {
    let authority = try CertificateAuthority()
    var behaviour = TLSServer.Behaviour()
    behaviour.answer = "HTTP/1.1 204 No Content\r\n\r\n"
    try await TLSServer.run(authority.issue("DNS:localhost"), behaviour) { tam in
      let uri = "https://localhost:\(tam.port)/tam"
      let agent = FakeAgent.served(by: uri)
      let listener = try agent.listen(at: folder.path("a"))
      defer {
        listener.stop()
        agent.stop()
      }
      let broker = try BrokerProcess(
        in: folder,
        "devices: [{name: a, address: 'unix:\(folder.path("a"))'}]\nlimits: {first-policy-check: 1h}",
        preparation: "mount --bind \(authority.file) /etc/ssl/certs/ca-certificates.crt", isAlone: true)
      try await broker.waitUntilServing()
      let result = try await broker.client.request(hello)
      #expect(result == "installed hello")
    }
  }

  @Test(
    "a disk that is full is in the log and the metrics, and no trouble any more when there is room",
    .enabled(if: hasNamespaces))
  func diskFull() async throws {
    let agent = FakeAgent.obliging()
    let listener = try agent.listen(at: folder.path("a"))
    defer {
      listener.stop()
      agent.stop()
    }
    try FileManager.default.createDirectory(atPath: folder.path("disk"), withIntermediateDirectories: false)
    // The disk is full as soon as the file appears by which the test asks for it, and has room when that is gone.
    let filler = """
      (while sleep 0.02; do if test -e full; then test -e disk/filler || cat /dev/zero > disk/filler 2> /dev/null; \
      else rm -f disk/filler; fi; done) & echo $! > filler-process
      """
    let broker = try BrokerProcess(
      in: folder,
      """
      devices: [{name: a, address: 'unix:\(folder.path("a"))'}]
      limits: {first-policy-check: 1h}
      state: disk/state.sqlite
      """, preparation: "mount -t tmpfs -o size=512k tmpfs disk; \(filler)", isAlone: true)
    defer { endFiller() }
    try await broker.waitUntilServing()
    _ = try await broker.client.request(hello)
    try folder.write([], to: "full")
    let sentence =
      "disk/state.sqlite: the disk is full, so nothing can be asked for; free some of it and ask again"
    // What is asked for takes room in the end, wherever there is still a little.
    var failure = ""
    for number in 0..<10_000 where failure.isEmpty {
      let component = ComponentIdentifier(segments: [Array("hello".utf8), Array("\(number)".utf8)])
      do { _ = try await broker.client.request(component) } catch let error {
        if "\(error)".contains("disk") { failure = "\(error)" }
      }
    }
    #expect(failure.hasSuffix(sentence))
    #expect(broker.output.contains(sentence))
    let isCounted = try await broker.metrics().contains {
      $0.hasPrefix("teep_broker_state_failures_total ") && !$0.hasSuffix(" 0")
    }
    #expect(isCounted)
    #expect(try await APIRequest.send(broker.api, "GET", "/healthz").status == 503)
    try FileManager.default.removeItem(atPath: folder.path("full"))
    while try await APIRequest.send(broker.api, "GET", "/healthz").status != 200 {
      try await Task.sleep(for: .milliseconds(20))
    }
    let result = try await broker.client.request(hello)
    #expect(result == "hello is installed already")
  }

  private func endFiller() {
    let text = (try? folder.read("filler-process")).map { String(decoding: $0, as: UTF8.self) } ?? ""
    if let number = Int32(text.filter(\.isNumber)) { kill(number, SIGKILL) }
  }
}
