import Foundation
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// Which hosts, ports and devices a configuration means.
@Suite struct AddressTests {
  @Test("a loopback address is one of this machine alone")
  func loopback() {
    for spelling in ["127.0.0.1:80", "127.255.0.9:1", "localhost:0", "[::1]:65535"] {
      #expect(LoopbackAddress(spelling)?.description == spelling)
    }
    for spelling in [
      "", "80", "127.0.0.1", "127.0.0.1:", "127.0.0.1:65536", "128.0.0.1:80", "0.0.0.0:80", "127.1:80",
      "127.0.0.1.example.org:80", "[::]:80", "[127.0.0.1]:80", "::1:80", "host:80",
    ] {
      #expect(LoopbackAddress(spelling) == nil, "\(spelling)")
    }
  }

  @Test("a host pattern means a host, or all below a name")
  func hosts() {
    #expect(HostPattern("A.example").matches("a.example"))
    #expect(!HostPattern("a.example").matches("b.a.example"))
    #expect(HostPattern("*.example").matches("a.example"))
    #expect(HostPattern("*.example").matches("b.a.example"))
    #expect(!HostPattern("*.example").matches("example"))
    #expect(!HostPattern("*.example").matches("badexample"))
    #expect(!HostPattern("*.example").matches(".example"))
  }

  @Test("a URI tells its host and port")
  func remoteURI() throws {
    let uri = try RemoteURI("https://TAM.example/tam")
    #expect((uri.scheme, uri.host, uri.port) == (.https, "tam.example", 443))
    let other = try RemoteURI("http://[::1]:8080/tam")
    #expect((other.scheme, other.host, other.port) == (.http, "::1", 8080))
  }

  @Test("the serial port of a USB device is found by its numbers, wherever it is plugged in")
  func usb() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    func plug(_ port: String, at place: String, serial: String) throws {
      let device = folder.path("sys/devices/usb1/\(place)")
      try files.createDirectory(
        atPath: "\(device)/\(place):1.1/tty/\(port)", withIntermediateDirectories: true)
      for (name, value) in [("idVendor", "0d28"), ("idProduct", "0204"), ("serial", serial)] {
        try Data("\(value)\n".utf8).write(to: URL(fileURLWithPath: "\(device)/\(name)"))
      }
      let entry = folder.path("sys/class/tty/\(port)")
      try files.createDirectory(atPath: entry, withIntermediateDirectories: true)
      try files.createSymbolicLink(
        atPath: "\(entry)/device", withDestinationPath: "\(device)/\(place):1.1")
    }
    let ports = USBSerialPorts(systemFolder: folder.path("sys"), deviceFolder: "/dev")
    let any = try #require(USBIdentity("0D28:0204"))
    #expect(throws: USBSerialPortError.absent(any)) { try ports.path(of: any) }
    try plug("ttyACM3", at: "1-1", serial: "99AA")
    try files.createDirectory(atPath: folder.path("sys/class/tty/tty0"), withIntermediateDirectories: true)
    #expect(try ports.path(of: any) == "/dev/ttyACM3")
    try plug("ttyACM0", at: "1-2", serial: "99BB")
    #expect(throws: USBSerialPortError.several(any, ["ttyACM0", "ttyACM3"])) { try ports.path(of: any) }
    #expect(try ports.path(of: #require(USBIdentity("0d28:0204:99BB"))) == "/dev/ttyACM0")
    let other = try #require(USBIdentity("0d28:0205"))
    #expect(throws: USBSerialPortError.absent(other)) { try ports.path(of: other) }
    for spelling in ["", "0d28", "0d28:", "0d28:02040", "0d28:020g", "0d28:0204:"] {
      #expect(USBIdentity(spelling) == nil, "\(spelling)")
    }
  }
}
