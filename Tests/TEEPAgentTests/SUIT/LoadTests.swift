import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Load sections that write (draft-ietf-suit-manifest-37, section 6.4): into memory of the device's, and nowhere else.
@Suite(
  .enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)),
  .inThisProcess("call that runs a component"))
struct LoadTests {
  private static let content = Array("what is kept in flash and runs in RAM".utf8)

  private func device(_ byteCount: Int = 64) throws -> TestDevice {
    var device = try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
    device.agent.device.loadMemory = [UInt8](repeating: 0xEE, count: byteCount)
    device.agent.device.runsComponents = true
    return device
  }

  /// A manifest that installs a component, loads and checks its copy, and runs that.
  private func application(load: [TestManifest.Command]? = nil) -> TestManifest {
    let digest = TestManifest.digest(of: Self.content)
    var manifest = TestManifest()
    manifest.name = "application"
    manifest.components = ["flash", "ram"]
    manifest.sections[.install] = [
      .select(0), .set([(.content, .byteString(Self.content))]), .init(.directiveWrite),
    ]
    manifest.sections[.validate] = [
      .select(0), .set([(.imageDigest, digest)]), .init(.conditionImageMatch),
    ]
    manifest.sections[.load] =
      load ?? [
        .select(1), .set([(.sourceComponent, .unsigned(0)), (.imageDigest, digest)]), .init(.directiveCopy),
        .init(.conditionImageMatch),
      ]
    manifest.sections[.invoke] = [.select(1), .init(.directiveInvoke)]
    return manifest
  }

  private func install(_ manifest: TestManifest, on device: inout TestDevice) throws -> SUITReportReason? {
    let update = try TestEnvelope.update([manifest.signed(by: device.signer)])
    return try SUITReportReason.reason(of: device.process(signing: update))
  }

  /// Runs the manifest, which must change nothing in the flash.
  private func invoke(_ device: inout TestDevice) -> SUITReportReason? {
    let before = device.flash.snapshot.memory
    let free = device.agent.freeByteCount
    defer {
      #expect(device.flash.snapshot.memory == before)
      #expect(device.agent.freeByteCount == free)
    }
    let identifier = TestManifest.identifier("application")
    do throws(SUITReportReason) {
      try device.agent.invoke(manifest: identifier.span)
      return nil
    } catch { return error }
  }

  @Test("What is installed is copied into memory, checked there and run there, as often as it is asked for")
  func copies() throws {
    var device = try device(Self.content.count)
    try #require(install(application(), on: &device) == .ok)
    #expect(invoke(&device) == nil)
    #expect(invoke(&device) == nil)
    #expect(device.agent.device.invocations == [[Self.content, []], [Self.content, []]])
    #expect(try device.contents(of: TestManifest.identifier("ram")) == nil)
    #expect(device.flash.violations == [])
  }

  @Test("What does not fit is not run; with one byte more it is")
  func room() throws {
    var device = try device(Self.content.count - 1)
    try #require(install(application(), on: &device) == .ok)
    #expect(invoke(&device) == .operationFailed)
    #expect(device.agent.device.invocations.isEmpty)
    device.agent.device.loadMemory.append(0)
    #expect(invoke(&device) == nil)
  }

  @Test("A device that loads nothing does not take such a manifest")
  func unsupported() throws {
    var device = try device(0)
    #expect(try install(application(), on: &device) == .componentUnsupported)
  }

  @Test("Content of the manifest is loaded and compared")
  func writes() throws {
    var device = try device()
    let content: [UInt8] = [1, 2, 3]
    let manifest = application(load: [
      .select(1), .set([(.content, .byteString(content))]), .init(.directiveWrite),
      .init(.conditionCheckContent),
    ])
    try #require(install(manifest, on: &device) == .ok)
    #expect(invoke(&device) == nil)
    #expect(device.agent.device.invocations == [[content, []]])
  }

  @Test("What is installed is neither overwritten nor exchanged, and nothing is fetched")
  func refused() throws {
    let own: [TestManifest.Command] = [
      .select(0), .set([(.content, .byteString([1]))]), .init(.directiveWrite),
    ]
    let exchange: [TestManifest.Command] = [
      .select(1), .set([(.sourceComponent, .unsigned(0))]), .init(.directiveSwap),
    ]
    let fetch: [TestManifest.Command] = [
      .select(1), .set([(.uri, .textString("http://h/")), (.imageSize, .unsigned(1))]),
      .init(.directiveFetch),
    ]
    for load in [own, exchange, fetch] {
      var device = try device()
      try #require(install(application(load: load), on: &device) == .ok)
      #expect(invoke(&device) == .operationFailed)
      #expect(device.agent.device.invocations.isEmpty)
      #expect(try device.contents(of: TestManifest.identifier("flash")) == Self.content)
    }
  }

  /// Changes a bit of the n-th place in the flash that has the content: of the component, then of its manifest.
  private func damage(at index: Int, of device: borrowing TestDevice) throws {
    let memory = device.flash.snapshot.memory
    let places = memory.indices.filter { memory[$0...].starts(with: Self.content) }
    try #require(places.count == 2)
    device.flash.flip(1, at: places[index])
  }

  @Test("A manifest that is no longer what was signed is not run")
  func damagedManifest() throws {
    var device = try device()
    try #require(install(application(), on: &device) == .ok)
    try damage(at: 1, of: device)
    #expect(invoke(&device) == .unauthorised)
    #expect(device.agent.device.invocations.isEmpty)
  }

  @Test("A copy of what was damaged is not run")
  func damaged() throws {
    var device = try device()
    var manifest = application()
    manifest.sections[.validate] = nil
    try #require(install(manifest, on: &device) == .ok)
    try damage(at: 0, of: device)
    #expect(invoke(&device) == .conditionFailed)
    #expect(device.agent.device.invocations.isEmpty)
  }
}
