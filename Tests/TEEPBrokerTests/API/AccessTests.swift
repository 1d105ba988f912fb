import Foundation
import Glibc
import TEEPHost
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Who may use the API.
@Suite struct AccessTests {
  private let address: UnixSocketAddress

  init() throws { address = try UnixSocketAddress("unix:/api") }

  @Test("root and the broker's own user may, and without more in the configuration nobody else")
  func alone() throws {
    let access = try APIAccess(APIConfiguration(address: address))
    #expect(!access.isShared)
    #expect(access.allows(Peer(user: 0, group: 0)))
    #expect(access.allows(Peer(user: geteuid(), group: 12345)))
    #expect(!access.allows(Peer(user: 54321, group: 12345)))
  }

  @Test("users and groups of the configuration may, by name or number")
  func configured() throws {
    var configuration = APIConfiguration(address: address)
    // Debian's base-passwd has these users and groups on every machine: daemon 1:1, bin 2:2, games 5:60.
    configuration.users = ["daemon", "54321"]
    configuration.groups = ["games", "777"]
    let access = try APIAccess(configuration)
    #expect(access.isShared)
    #expect(access.allows(Peer(user: 1, group: 99)))
    #expect(access.allows(Peer(user: 54321, group: 99)))
    #expect(access.allows(Peer(user: 9999, group: 777)))
    // The user games is a member of its group whatever group it connects with.
    #expect(access.allows(Peer(user: 5, group: 99)))
    #expect(!access.allows(Peer(user: 2, group: 2)))
  }

  @Test("a name that the system does not know is refused, with the place where it stands")
  func unknown() throws {
    var configuration = APIConfiguration(address: address)
    configuration.users = ["nobody-by-this-name"]
    let user = #expect(throws: APIAccessError.self) { try APIAccess(configuration) }
    #expect(user?.description == "api.users: there is no user 'nobody-by-this-name' on this machine")
    configuration.users = []
    configuration.groups = ["no-such-group"]
    let group = #expect(throws: APIAccessError.self) { try APIAccess(configuration) }
    #expect(group?.description == "api.groups: there is no group 'no-such-group' on this machine")
  }

  @Test("the broker knows who connects, refuses others with a sentence, and records who asked")
  func credentials() async throws {
    try await RunningBroker.run(agent: FakeAgent.obliging()) { broker in
      _ = try await broker.client.request(ComponentIdentifier("hello"))
      let requests = try await broker.client.status().agents.first?.requests
      #expect(requests?.map(\.users) == [[geteuid()]])
      #expect(broker.log.lines.contains { $0.hasPrefix("user \(geteuid()) asks: request hello on ") })
    }
    try await APIParts(access: APIAccess(users: [], groups: [])).serve { api in
      let answer = try await APIRequest.send(api, "GET", "/v1/status")
      #expect(answer.status == 403)
      #expect(answer.body.hasPrefix(#"{"error":"user \#(geteuid()) may not use this broker; "#))
    }
  }

  @Test(
    "another user of this machine is told 403 by a shared API, and let in when it is named",
    .enabled(if: geteuid() == 0, "only root can become another user"))
  func anotherUser() async throws {
    for (users, isAllowed) in [(["2"], true), (["3"], false)] {
      var configuration = APIConfiguration(address: address)
      configuration.users = users
      try await APIParts(access: APIAccess(configuration)).serve { api in
        // The folder is the test's own.
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: URL(filePath: api.path).deletingLastPathComponent().path)
        let outcome = try Command("setpriv").run(
          ["--reuid=2", "--regid=2", "--clear-groups", "/usr/bin/python3", "-c", Self.client, api.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.text.hasPrefix(isAllowed ? "HTTP/1.1 200 " : "HTTP/1.1 403 "))
        #expect(outcome.text.contains("user 2 may not use this broker") != isAllowed)
      }
    }
  }

  /// Asks for the status, with nothing but Python's own library.
  private static let client = """
    import socket, sys
    s = socket.socket(socket.AF_UNIX)
    s.connect(sys.argv[1])
    s.sendall(b"GET /v1/status HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
    while data := s.recv(4096): sys.stdout.write(data.decode())
    """
}
