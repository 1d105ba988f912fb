import Foundation
import TEEPHost
import TEEPTestSupport
import Testing

/// `teep-tam` as a user runs it.
@Suite struct ProcessTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test(
    "It says when it is ready, and SIGTERM and SIGINT end it with status 0", arguments: [SIGTERM, SIGINT])
  func signals(signal: Int32) throws {
    let tam = try TAMProcess(folder)
    #expect(tam.readyLine.contains(try Regex("ready: TEEP at http://127\\.0\\.0\\.1:[1-9][0-9]*/tam, ")))
    #expect(tam.end(signal) == 0)
    #expect(!FileManager.default.fileExists(atPath: folder.path("socket")))
  }

  @Test("After a kill it starts again on the same socket and store, and knows what it knew")
  func killed() async throws {
    let client = try AdminClient(UnixSocketAddress("unix:" + folder.path("socket")))
    let first = try TAMProcess(folder)
    let key = try SigningKey(generating: .p256).verificationKey.pem()
    let device = try await client.enroll(EnrollmentRequest(name: "device", publicKey: key))
    #expect(first.end(SIGKILL) == SIGKILL)
    #expect(FileManager.default.fileExists(atPath: folder.path("socket")))
    let second = try TAMProcess(folder)
    #expect(try await client.devices() == [device])
    #expect(second.end(SIGTERM) == 0)
  }

  @Test("Bad arguments end it with a sentence that names them, and no secret is shown")
  func badArguments() throws {
    let command = Command(product: "teep-tam")
    let missing = try command.run([
      "serve", "--listen", "127.0.0.1:0", "--key", folder.path("none.pem"), "--store", folder.path("s"),
      "--admin", "unix:" + folder.path("a"),
    ])
    #expect(missing.status != 0)
    #expect(missing.errors.contains("none.pem: cannot be read"))
    let address = try command.run([
      "serve", "--listen", "here", "--key", "k", "--store", "s", "--admin", "unix:a",
    ])
    #expect(address.status != 0)
    #expect(address.errors.contains("'here' is no address of the form HOST:PORT"))
    let socket = try command.run([
      "serve", "--listen", "127.0.0.1:0", "--key", "k", "--store", "s", "--admin", "/tmp/a",
    ])
    #expect(socket.status != 0)
    #expect(socket.errors.contains("'/tmp/a' is no address of the form unix:PATH"))
  }
}
