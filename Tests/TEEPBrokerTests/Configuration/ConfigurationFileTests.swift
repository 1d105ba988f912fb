import Logging
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

@testable import TEEPBroker

/// What a configuration file says, and what is said of one that is wrong.
@Suite struct ConfigurationFileTests {
  private static let api = "api: {socket: /run/api}\n"

  private func read(
    _ text: String, _ overrides: [ConfigurationFile.Override] = []
  ) throws -> BrokerConfiguration {
    let folder = try TemporaryFolder()
    try folder.write(Array(text.utf8), to: "b.yaml")
    return try ConfigurationFile(path: folder.path("b.yaml"), overrides: overrides).read()
  }

  @Test("every field is read")
  func whole() throws {
    let configuration = try read(
      """
      devices:
        - name: kitchen
          address: usb:0D28:0204:9900
          baud: 57600
          tam: https://a.example/tam
          policy-interval: 1d
        - address: tcp:[::1]:4000
      tam: https://b.example/tam
      policy-interval: 15m
      api: {socket: unix:/run/api, users: [alice], groups: [teep, dialout]}
      metrics: 127.0.0.1:9464
      state: /var/lib/state.sqlite
      log: {level: debug, format: json}
      network:
        proxy: http://proxy.example:3128
        direct-hosts: [intern.example, "*.lan"]
        fetch: {schemes: [https], hosts: ["*.example"]}
      retries: {attempts: 7, first-delay: 250ms, longest-delay: 1h, failures-to-open: 2, open-time: 1m}
      limits:
        call-time: 10m
        waiting-calls: 3
        link: {retransmission-interval: 150ms, largest-frame: 64}
      """)
    #expect(configuration.devices.map(\.name) == ["kitchen", "tcp:[::1]:4000"])
    #expect(try configuration.devices[0].address == DeviceAddress("usb:0d28:0204:9900"))
    #expect(configuration.devices[0].baud == 57_600)
    #expect(configuration.devices[0].tam?.description == "https://a.example/tam")
    #expect(configuration.devices[0].policyInterval == .seconds(86_400))
    #expect(configuration.tam?.description == "https://b.example/tam")
    #expect(configuration.policyInterval == .seconds(900))
    #expect(configuration.api.address.path == "/run/api")
    #expect(configuration.api.users == ["alice"])
    #expect(configuration.api.groups == ["teep", "dialout"])
    #expect(configuration.metrics == LoopbackAddress("127.0.0.1:9464"))
    #expect(configuration.state == "/var/lib/state.sqlite")
    #expect(configuration.log.level == .debug)
    #expect(configuration.log.format == .json)
    #expect(configuration.network.proxy == ProxyAddress(host: "proxy.example", port: 3128))
    #expect(configuration.network.directHosts == [HostPattern("intern.example"), HostPattern("*.lan")])
    #expect(configuration.network.fetchSchemes == [.https])
    #expect(configuration.retries.attempts == 7)
    #expect(configuration.retries.firstDelay == .milliseconds(250))
    #expect(configuration.limits.callTime == .seconds(600))
    #expect(configuration.limits.maximumWaitingCalls == 3)
    #expect(configuration.limits.link.retransmissionInterval == 150)
    #expect(configuration.limits.link.largestFrame == 64)
    #expect(configuration.limits.tamTime == BrokerLimits().tamTime)
  }

  @Test("what is given outside the file goes over it, the last one over all")
  func overrides() throws {
    let configuration = try read(
      Self.api + "retries: {attempts: 7, open-time: 1m}\ntam: https://a.example/tam\n",
      [
        .init(field: "retries.attempts", value: "3", origin: "TEEP_BROKER_RETRIES__ATTEMPTS"),
        .init(field: "retries.attempts", value: "2", origin: "--set"),
        .init(field: "devices", value: "[{address: pty}]", origin: "--device"),
        .init(field: "tam", value: "https://c.example/tam", origin: "--tam"),
      ])
    #expect(configuration.retries.attempts == 2)
    #expect(configuration.retries.openTime == .seconds(60))
    #expect(configuration.devices.map(\.address) == [.pseudoTerminal])
    #expect(configuration.tam?.description == "https://c.example/tam")
  }

  @Test(
    "what is wrong is said in one sentence with its line and its field",
    arguments: [
      ("devices: []\n", ":1: the field 'api' is missing"),
      (api + "device: []\n", ":2: device: there is no such field; there are devices, tam,"),
      (api + "devices:\n  - name: a\n", ":3: devices[0]: the field 'address' is missing"),
      (
        api + "devices:\n  - address: /dev/x\n    baud: 12\n",
        ":4: devices[0].baud: 12 is no speed of a serial port"
      ),
      (
        api + "devices:\n  - address: tcp:10.0.0.1:80\n",
        ":3: devices[0].address: 'tcp:10.0.0.1:80' is no port of this"
      ),
      (api + "devices:\n  - address: usb:zz\n", ":3: devices[0].address: 'usb:zz' is no USB device"),
      (
        api + "devices:\n  - {name: a, address: pty}\n  - {name: a, address: /dev/x}\n",
        ":4: devices[1]: there are two"
      ),
      (api + "devices:\n  - {name: 'a b', address: pty}\n", ":3: devices[0].name: 'a b' is no name"),
      (api + "tam: ftp://host/\n", ":2: tam: a URI with the scheme 'ftp' is not spoken to"),
      (api + "policy-interval: often\n", ":2: policy-interval: must be a time from 1 s to"),
      (api + "log:\n  level: loud\n", ":3: log.level: 'loud' is not known; give one of trace, debug"),
      (api + "metrics: 0.0.0.0:80\n", ":2: metrics: '0.0.0.0:80' is no port of this machine alone"),
      (api + "retries: {attempts: 0}\n", ":2: retries.attempts: must be a number from 1 to 100"),
      (
        api + "network:\n  proxy: proxy:80\n",
        ":3: network.proxy: 'proxy:80' is no proxy; give http://HOST:PORT"
      ),
      (
        api + "network:\n  servers:\n    - {host: a, key: k}\n",
        ":4: network.servers[0]: has one of 'certificate'"
      ),
      (api + "limits: 3\n", ":2: limits: must hold fields: call-time"),
      ("api: {socket: ''}\n", ":1: api.socket: must be a text"), ("a: [", ":2: is no YAML"),
      ("a: 1\na: 2\n", ": gives a field twice: a"),
    ])
  func wrong(_ text: String, _ sentence: String) throws {
    let error = #expect(throws: ConfigurationError.self) { try read(text) }
    let description = error?.description ?? ""
    #expect(description.contains("/b.yaml" + sentence), "\(description)")
    #expect(!description.contains("\n"))
  }

  @Test("a value from outside the file is said to be from there")
  func wrongOverride() {
    let error = #expect(throws: ConfigurationError.self) {
      try read(
        Self.api, [.init(field: "retries.attempts", value: "many", origin: "TEEP_BROKER_RETRIES__ATTEMPTS")])
    }
    #expect(
      error?.description == "TEEP_BROKER_RETRIES__ATTEMPTS: retries.attempts: must be a number from 1 to 100")
  }

  @Test("files that it names are looked at")
  func files() throws {
    #expect(throws: FileError.self) { try read(Self.api + "network: {ca-files: [nowhere.pem]}\n") }
    let folder = try TemporaryFolder()
    try folder.write(Array("no certificate".utf8), to: "ca.pem")
    let error = #expect(throws: FileError.self) {
      try read(Self.api + "network: {ca-files: ['\(folder.path("ca.pem"))']}\n")
    }
    #expect(error?.problem == "holds no certificate in PEM")
  }
}
