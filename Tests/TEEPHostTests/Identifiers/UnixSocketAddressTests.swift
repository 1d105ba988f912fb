import TEEPHost
import Testing

@Suite("Addresses of Unix sockets")
struct UnixSocketAddressTests {
  @Test("unix:PATH, with at most the 107 bytes of unix(7)")
  func accepted() throws {
    #expect(try UnixSocketAddress("unix:/run/teep.sock").path == "/run/teep.sock")
    #expect(try UnixSocketAddress("unix:a:b").path == "a:b")
    let longest = String(repeating: "a", count: 107)
    #expect(try UnixSocketAddress("unix:" + longest).path == longest)
    #expect(throws: UnixSocketAddressError.tooLong(longest + "a")) {
      try UnixSocketAddress("unix:" + longest + "a")
    }
  }

  @Test(
    "anything else is refused", arguments: ["", "unix:", "/run/teep.sock", "tcp:127.0.0.1:80", "unix:a\0b"])
  func refused(spelling: String) {
    #expect(throws: UnixSocketAddressError.notUnix(spelling)) { try UnixSocketAddress(spelling) }
  }
}
