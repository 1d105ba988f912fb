import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// What is done with what is installed: its validation when the device starts, and its invocation.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct InvocationTests {
  private static let content = Array("what is run and validated".utf8)

  private func device() throws -> TestDevice {
    try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
  }

  /// A manifest with sections validate and invoke, or without the former.
  private func application(hasValidate: Bool = true) -> TestManifest {
    var manifest = TestManifest()
    manifest.name = "application"
    manifest.components = ["application.bin"]
    manifest.shared = [.select(0), .set([(.imageDigest, TestManifest.digest(of: Self.content))])]
    manifest.sections[.install] = [
      .select(0), .set([(.content, .byteString(Self.content))]), .init(.directiveWrite),
      .init(.conditionImageMatch),
    ]
    if hasValidate { manifest.sections[.validate] = [.select(0), .init(.conditionImageMatch)] }
    manifest.sections[.invoke] = [
      .select(0), .set([(.invokeArguments, .byteString(Array("quietly".utf8)))]), .init(.directiveInvoke),
    ]
    return manifest
  }

  private func install(_ manifest: TestManifest, on device: inout TestDevice) throws {
    let update = try TestEnvelope.update([manifest.signed(by: device.signer)])
    try #require(SUITReportReason.reason(of: device.process(signing: update)) == .ok)
  }

  private func invoke(_ device: inout TestDevice, _ name: String = "application") -> SUITReportReason? {
    let identifier = TestManifest.identifier(name)
    do throws(SUITReportReason) {
      try device.agent.invoke(manifest: identifier.span)
      return nil
    } catch { return error }
  }

  /// Changes a bit of the first component in the flash that has this content.
  private func damage(_ content: [UInt8], of device: borrowing TestDevice) throws {
    let memory = try device.memory
    let offset = try #require(
      memory.indices.first { memory[$0...].starts(with: content) })
    try device.flip(1, at: offset)
  }

  /// The results of the reports on manifests in the answer to a QueryRequest for them.
  private func reports(of device: inout TestDevice) throws -> [Bool] {
    let request = [UInt8](
      hexadecimal: "85 01 a1 13 48 0102030405060708 \(TestCipherSuite.offer) 08")
    let answer = try #require(try device.process(signing: request))
    let response = try TEEPMessage(decoding: answer.span, numbers: .final)
    let list = response.list(.suitReports)
    guard let list else { return [] }
    var reader = list.makeReader()
    var results: [Bool] = []
    for _ in 0..<list.count {
      let report = try SUITReport(decoding: reader.byteString())
      if try report.capabilities() == nil { results.append(report.result == .success) }
    }
    return results
  }

  @Test(
    "The device runs the component of the manifest, with its arguments",
    .inThisProcess("call that runs a component"))
  func runs() throws {
    var device = try device()
    try install(application(), on: &device)
    device.agent.device.runsComponents = true
    #expect(invoke(&device) == nil)
    #expect(device.agent.device.invocations == [[Self.content, Array("quietly".utf8)]])
  }

  @Test(
    "A device that runs nothing refuses, and nothing else is run",
    .inThisProcess("call that runs a component"))
  func refuses() throws {
    var device = try device()
    try install(application(), on: &device)
    #expect(invoke(&device) == .operationFailed)
    #expect(invoke(&device, "another") == .componentUnsupported)
    #expect(device.agent.device.invocations.isEmpty)
  }

  @Test("What fails its validation is not run", .inThisProcess("call that runs a component"))
  func damaged() throws {
    var device = try device()
    try install(application(), on: &device)
    device.agent.device.runsComponents = true
    try damage(Self.content, of: device)
    #expect(invoke(&device) == .conditionFailed)
    #expect(device.agent.device.invocations.isEmpty)
  }

  @Test("An invocation writes nothing", .inThisProcess("call that runs a component"))
  func writesNothing() throws {
    var device = try device()
    var manifest = application()
    manifest.sections[.load] = [
      .select(0), .set([(.content, .byteString([1]))]), .init(.directiveWrite),
    ]
    try install(manifest, on: &device)
    device.agent.device.runsComponents = true
    let before = try device.memory
    #expect(invoke(&device) == .operationFailed)
    #expect(try device.memory == before)
  }

  @Test(
    "The next QueryResponse says which manifest was not sound at the start", arguments: [true, false])
  func validation(hasValidate: Bool) throws {
    var device = try device()
    try install(TestTree.leaf("sound"), on: &device)
    try install(application(hasValidate: hasValidate), on: &device)
    try device.restart()
    try device.validateInstalled()
    #expect(try reports(of: &device) == [true, true])
    try damage(Self.content, of: device)
    try device.restart()
    try device.validateInstalled()
    #expect(try reports(of: &device).sorted { !$0 && $1 } == [false, true])
    // The same Update mends it.
    try install(application(hasValidate: hasValidate), on: &device)
    #expect(try reports(of: &device) == [true, true])
    try device.validateInstalled()
    #expect(try reports(of: &device) == [true, true])
  }

  @Test("A manifest that is no longer what it was is reported too")
  func damagedManifest() throws {
    var device = try device()
    let manifest = application()
    try install(manifest, on: &device)
    try damage(manifest.manifest, of: device)
    try device.restart()
    try device.validateInstalled()
    #expect(try reports(of: &device) == [false])
  }
}
