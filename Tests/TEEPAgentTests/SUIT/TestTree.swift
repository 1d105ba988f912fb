import TEEPCodec

/// Manifests that depend on one another, each with a component of its own, which need no conditions on vendor and class.
enum TestTree {
  /// A chain: the first of `names` is the root, each depends on the next one, and each envelope is integrated in its
  /// dependent's. The component of "a" is "a.bin", and holds "a of 1" for sequence number 1.
  static func chain(_ names: [String], sequenceNumber: UInt64 = 1, signer: TestKey) throws -> [UInt8] {
    var inner: (manifest: TestManifest, envelope: [UInt8])?
    for name in names.reversed() {
      var manifest = leaf(name, sequenceNumber)
      if let inner { depend(&manifest, on: inner.manifest, inner.envelope) }
      inner = (manifest, try manifest.signed(by: signer))
    }
    return inner?.envelope ?? []
  }

  static func content(_ name: String, _ sequenceNumber: UInt64 = 1) -> [UInt8] {
    Array("\(name) of \(sequenceNumber)".utf8)
  }

  /// A manifest without dependencies.
  static func leaf(_ name: String, _ sequenceNumber: UInt64 = 1) -> TestManifest {
    let content = content(name, sequenceNumber)
    var manifest = TestManifest()
    manifest.name = name
    manifest.sequenceNumber = sequenceNumber
    manifest.components = [name + ".bin"]
    manifest.sections[.install] = [
      .select(0), .set([(.content, .byteString(content)), (.imageDigest, TestManifest.digest(of: content))]),
      .init(.directiveWrite), .init(.conditionImageMatch),
    ]
    manifest.sections[.uninstall] = [.select(0), .init(.directiveUnlink)]
    return manifest
  }

  private static func depend(
    _ manifest: inout TestManifest, on other: TestManifest, _ envelope: [UInt8]
  ) {
    manifest.dependencies = [other.name]
    manifest.integrated["#d"] = envelope
    let find: [TestManifest.Command] = [
      .select(1), .set([(.imageDigest, other.digest), (.uri, .textString("#d"))]), .init(.directiveFetch),
      .init(.conditionDependencyIntegrity), .init(.directiveProcessDependency),
    ]
    manifest.sections[.dependencyResolution] = find
    manifest.sections[.install, default: []] += [.select(1), .init(.directiveProcessDependency)]
    manifest.sections[.uninstall, default: []] += [.select(1), .init(.directiveProcessDependency)]
  }
}
