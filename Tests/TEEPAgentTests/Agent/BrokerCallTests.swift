import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// The calls of RFC 9397, section 6.2.1.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct BrokerCallTests {
  private let component = TestDevice.exampleComponent

  private func request(_ device: inout TestDevice, items: String = "02") throws -> [UInt8]? {
    try device.process(
      signing: [UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) \(items)"))
  }

  @Test("RequestTA names the TAM, and the QueryResponse asks for the component until it is installed")
  func requestTA() throws {
    var device = try TestDevice()
    let identifier = component
    #expect(try device.requestTA(identifier) == .tamURI(TestDevice.tamURI))
    // [2, {5: 0, 7: [], 13: [{15: identifier}]}]
    let asking = "8202a3050007800d81a10f" + component.hexadecimal
    #expect(try request(&device)?.hexadecimal == asking)
    // Asked for twice, it is asked for once; and the TAM, which gave no token, is told unasked.
    guard case .tamURIAndMessage(TestDevice.tamURI, _) = try device.requestTA(identifier) else {
      Issue.record("no message")
      return
    }
    #expect(try request(&device)?.hexadecimal == asking)
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    #expect(try device.requestTA(identifier) == .nothing)
    #expect(try request(&device)?.hexadecimal.hasPrefix("8202a2050007") == true)
  }

  @Test("UnrequestTA makes the QueryResponse name the manifest that installed the component")
  func unrequestTA() throws {
    var device = try TestDevice()
    let identifier = component
    #expect(try device.unrequestTA(identifier) == .nothing)
    _ = try device.process(Vectors.signed("3a-update-integrated"))
    #expect(try device.unrequestTA(identifier) == .tamURI(TestDevice.tamURI))
    // [2, {5: 0, 14: [manifest identifier]}]
    let manifest = component.hexadecimal.dropLast(6) + "4473756974"
    #expect(try request(&device, items: "00")?.hexadecimal == "8202a205000e81" + manifest)
    _ = try device.process(Vectors.signed("3b-update-unlink"))
    #expect(try request(&device, items: "00")?.hexadecimal == "8202a10500")
  }

  @Test("RequestPolicyCheck names each TAM once and then nothing, again and again")
  func policyCheck() throws {
    var device = try TestDevice()
    for _ in 0..<2 {
      #expect(try device.requestPolicyCheck() == .tamURI(TestDevice.tamURI))
      #expect(try device.requestPolicyCheck() == .nothing)
    }
  }

  @Test(
    "What is no component identifier is refused",
    arguments: ["", "40", "8141", "814100ff", "a0", "81 6161", "9f 41 00 ff"])
  func malformedIdentifier(_ text: String) throws {
    var device = try TestDevice()
    let identifier = [UInt8](hexadecimal: text)
    #expect(try device.requestTA(identifier) == .failure(.malformedArgument))
    #expect(try device.unrequestTA(identifier) == .failure(.malformedArgument))
  }

  @Test("More requests than can be remembered are refused, and a component that no TAM may manage")
  func bounds() throws {
    var device = try TestDevice(tamIdentifiers: [UInt8](hexadecimal: "81 81 41 61"))
    let foreign = [UInt8](hexadecimal: "81 41 62")
    #expect(try device.requestTA(foreign) == .failure(.noTAM))
    var answers: [TestAnswer] = []
    for index in UInt8(0)..<8 {
      // ['a', 60 bytes]: 64 bytes each, of 320 that there are for all.
      let identifier = [UInt8](hexadecimal: "82 41 61 58 3c") + Array(repeating: index, count: 60)
      answers.append(try device.requestTA(identifier))
    }
    #expect(answers.first == .tamURI(TestDevice.tamURI))
    #expect(answers.last == .failure(.tooManyPending))
  }

  @Test("A message larger than the agent can hold is answered with an Error")
  func oversized() throws {
    var device = try TestDevice()
    let payload = try #require(try device.refuseOversizedMessage())
    #expect(payload[1] == 5 && payload.last == 1)
  }
}
