import StoreTestSupport
import TEEPCodec
import TEEPTestSupport
import Testing

@testable import TEEPAgent

/// As many as the named bounds say are processed; one more is `component-unsupported`.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct ProcessorLimitTests {
  private func result(_ manifest: TestManifest) throws -> SUITReportReason? {
    var platform = RecordingPlatform()
    platform.allowsMissing = true
    return platform.update(try manifest.signed(by: TestKey("K1")))
  }

  private func expectBound(_ bound: Int, _ manifest: (Int) throws -> TestManifest) throws {
    #expect(try result(manifest(bound)) == nil)
    #expect(try result(manifest(bound + 1)) == .componentUnsupported)
  }

  private func manifest(_ components: Int, install: [TestManifest.Command] = []) -> TestManifest {
    var manifest = TestManifest()
    manifest.name = "m"
    manifest.components = (0..<components).map { "c\($0)" }
    manifest.sections[.install] = install
    return manifest
  }

  @Test("8 components")
  func components() throws {
    try expectBound(SUITProcedure.maximumComponents) { manifest($0) }
  }

  @Test("components and dependencies together")
  func dependencies() throws {
    try expectBound(SUITProcedure.maximumComponents) {
      var manifest = manifest($0 - 3)
      manifest.dependencies = ["x", "y", "z"]
      return manifest
    }
  }

  @Test("4 manifests of a tree")
  func manifests() throws {
    try expectBound(SUITProcedure.maximumManifests) { count in
      var inner: TestManifest?
      for level in 0..<count {
        var next = manifest(1)
        next.name = "m\(level)"
        if let dependency = inner {
          next.dependencies = [dependency.name]
          next.integrated["#d"] = try dependency.signed(by: TestKey("K1"))
          next.sections[.install] = [
            .select(1), .set([(.imageDigest, dependency.digest), (.uri, .textString("#d"))]),
            .init(.directiveFetch), .init(.conditionDependencyIntegrity), .init(.directiveProcessDependency),
          ]
        }
        inner = next
      }
      return try #require(inner)
    }
  }

  @Test("8 sequences inside one another")
  func nesting() throws {
    try expectBound(SUITProcedure.maximumNesting) { depth in
      var commands: [TestManifest.Command] = [.select(0)]
      for _ in 1..<depth { commands = [.select(0), .run(commands)] }
      return manifest(1, install: commands)
    }
  }

  @Test("40 parameters")
  func parameters() throws {
    let codes: [SUITParameterCode] = [
      .vendorIdentifier, .classIdentifier, .imageSize, .content, .uri, .deviceIdentifier,
    ]
    try expectBound(SUITParameterTable.capacity) { count in
      let commands = (0..<count).flatMap {
        [.select(UInt64($0 % 7)), .set([(codes[$0 / 7], [0])])] as [TestManifest.Command]
      }
      return manifest(7, install: commands)
    }
  }

  @Test("512 commands")
  func commands() throws {
    try expectBound(SUITProcedure.maximumCommands) {
      manifest(1, install: [.select(0)] + [TestManifest.Command](repeating: .set([]), count: $0 - 1))
    }
  }

  @Test("a command counts for each component that it is run for")
  func commandsOnAll() throws {
    let all = TestManifest.Command(.directiveSetComponentIndex, [0xF5])
    try expectBound(SUITProcedure.maximumCommands) {
      manifest(
        2,
        install: [all] + [TestManifest.Command](repeating: .set([]), count: 255)
          + [TestManifest.Command](repeating: .select(0), count: $0 - 511))
    }
  }

  @Test("a manifest of 4096 bytes")
  func size() throws {
    for (count, reason) in [(4096, SUITReportReason.ok), (4097, .componentUnsupported)] {
      var device = try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
      var manifest = TestTree.leaf("m")
      let padding = count - manifest.manifest.count
      // The padding and the heads of 3 bytes that its length and that of the sequence around it then have.
      manifest.sections[.install]?.append(
        .set([(.uri, .byteString([UInt8](repeating: 0, count: padding - 7)))]))
      try #require(manifest.manifest.count == count)
      let update = try TestEnvelope.update([manifest.signed(by: device.signer)])
      #expect(try SUITReportReason.reason(of: device.process(signing: update)) == reason)
    }
  }

  @Test("64 manifest identifiers, removed ones among them")
  func identifiers() throws {
    var device = try TestDevice(content: ExampleProvisioning.encode(policy: .allowsMissingConditions))
    for index in 0..<StoreLayout.identifierLimit {
      let name = "m\(index)"
      let update = try TestEnvelope.update([TestTree.leaf(name).signed(by: device.signer)])
      try #require(SUITReportReason.reason(of: device.process(signing: update)) == .ok)
      let removal = try TestEnvelope.update([], unneeded: [TestManifest.identifier(name)])
      try #require(SUITReportReason.reason(of: device.process(signing: removal)) == .ok)
    }
    let update = try TestEnvelope.update([TestTree.leaf("m64").signed(by: device.signer)])
    #expect(try SUITReportReason.reason(of: device.process(signing: update)) == .componentUnsupported)
    let known = try TestEnvelope.update([TestTree.leaf("m63").signed(by: device.signer)])
    #expect(try SUITReportReason.reason(of: device.process(signing: known)) == .ok)
  }
}

extension SUITReportReason {
  /// The reason of the report in an Error, ok for a Success; nil for an Error without a report.
  static func reason(of answer: [UInt8]?) throws -> SUITReportReason? {
    let payload = try #require(answer)
    let message = try TEEPMessage(decoding: payload.span, numbers: .final)
    guard message.type != .success else { return .ok }
    guard let reports = message.list(.suitReports) else { return nil }
    var reader = reports.makeReader()
    let report = try SUITReport(decoding: reader.byteString())
    guard case .failure(_, _, let reason) = report.result else { return nil }
    return reason
  }
}
