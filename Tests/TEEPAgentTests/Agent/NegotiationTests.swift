import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What agent and TAM agree on, and what the agent may say unasked (draft-ietf-teep-protocol-26, sections 4.2, 4.6, 6.2.1).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct NegotiationTests {
  private let component = TestDevice.exampleComponent
  private let token = "13 48 0102030405060708"

  private func request(options: String, items: String = "00") -> [UInt8] {
    [UInt8](hexadecimal: "85 01 \(options) \(TestCipherSuite.offer) \(items)")
  }

  @Test(
    "A device with a clock offers timestamps too, and refuses what is neither",
    .inThisProcess("clock that a test sets"))
  func freshnessWithClock() throws {
    var device = try TestDevice()
    device.agent.device.secondsSince1970 = 1_790_000_000
    // Mechanism 2, epoch identifiers, is in no draft any more. [5, {11: …, 20: [0, 1]}, 3]
    let answer = try #require(try device.process(signing: request(options: "a1 14 81 02", items: "01")))
    #expect(answer.hexadecimal.contains("14820001"))
    #expect(answer.hexadecimal.hasSuffix("03"))
  }

  @Test(
    "A report of an unsupported profile gets ERR_UNSUPPORTED_SUIT_REPORT and the profiles that are supported")
  func unsupportedReport() throws {
    var device = try TestDevice()
    // A COSE_Sign1 by HSS/LMS (-46) as the one report.
    let report = "12 81 50 d2 84 44 a101382d a0 43 010203 43 010203"
    let answer = try #require(try device.process(signing: request(options: "a2 \(report) \(token)")))
    #expect(
      answer.hexadecimal.contains([UInt8](hexadecimal: "04" + TestCipherSuite.current.profiles).hexadecimal))
    #expect(answer.hexadecimal.hasSuffix("08"))
  }

  @Test(
    "What applications want is told unasked only to a TAM whose last request had neither token nor challenge")
  func unasked() throws {
    var device = try TestDevice()
    #expect(try device.requestTA(component) == .tamURI(TestDevice.tamURI))
    _ = try device.process(signing: request(options: "a0"))
    guard case .tamURIAndMessage(TestDevice.tamURI, let message) = try device.requestTA(component) else {
      Issue.record("no message")
      return
    }
    #expect(try device.key.open(message) != nil)
    _ = try device.process(signing: request(options: "a1 \(token)"))
    #expect(try device.requestTA(component) == .tamURI(TestDevice.tamURI))
    _ = try device.process(signing: request(options: "a0"))
    try device.processError()
    #expect(try device.requestTA(component) == .tamURI(TestDevice.tamURI))
  }

  @Test("The QueryResponse that nobody asked for is signed and says what is wanted")
  func unaskedContent() throws {
    var device = try TestDevice()
    _ = try device.process(signing: request(options: "a0"))
    guard case .tamURIAndMessage(_, let message) = try device.requestTA(component) else {
      Issue.record("no message")
      return
    }
    let payload = try #require(try device.key.open(message))
    // [2, {5: 0, 13: [{15: identifier}]}]
    #expect(payload.hexadecimal == "8202a205000d81a10f" + component.hexadecimal)
  }

  @Test("An application that came with the binary has the agent say so, with the manifest's least number")
  func haveBinary() throws {
    var device = try TestDevice()
    #expect(try device.requestTA(component, binarySequenceNumber: 0x1_0000) == .tamURI(TestDevice.tamURI))
    let answer = try device.process(signing: request(options: "a0"))
    // [2, {5: 0, 13: [{15: identifier, 16: 65536, 17: true}]}]
    #expect(
      answer?.hexadecimal == "8202a205000d81a30f" + component.hexadecimal + "101a0001000011f5")
  }

  @Test("What was asked for and what is unneeded survive a restart")
  func restart() throws {
    var device = try TestDevice()
    #expect(try device.requestTA(component, binarySequenceNumber: 7) == .tamURI(TestDevice.tamURI))
    let before = try device.process(signing: request(options: "a0"))
    try device.restart()
    #expect(try device.process(signing: request(options: "a0")) == before)
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    #expect(try device.unrequestTA(component) != .nothing)
    let unneeded = try device.process(signing: request(options: "a0"))
    #expect(unneeded?.hexadecimal.hasPrefix("8202a205000e81") == true)
    try device.restart()
    #expect(try device.process(signing: request(options: "a0")) == unneeded)
  }

  @Test("Many requests in a row keep no large message from being taken")
  func largeMessage() throws {
    var device = try TestDevice()
    for index in UInt8(0)..<6 {
      #expect(try device.requestTA([0x81, 0x41, index]) == .tamURI(TestDevice.tamURI))
    }
    _ = try device.process(signing: request(options: "a1 \(token)"))
    #expect(try device.processInbox([UInt8](repeating: 0x5A, count: 3000)) != nil)
  }

  @Test(
    "A broker that asks for one thing and another in turn wears the flash out no more than with garbage",
    .inThisProcess("count of erases"))
  func wear() throws {
    var device = try TestDevice()
    let before = device.flash.erases.reduce(0, +)
    for _ in 0..<200 {
      #expect(try device.requestTA(component) == .tamURI(TestDevice.tamURI))
      #expect(try device.unrequestTA(component) == .nothing)
    }
    // Three changes are written, with two pages of the directory each.
    #expect(device.flash.erases.reduce(0, +) - before <= 6)
  }
}
