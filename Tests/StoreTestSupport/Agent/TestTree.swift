import TEEPCodec

/// Manifests that depend on one another, each with a component of its own, which need no conditions on vendor and class.
public enum TestTree {
  /// A chain: the first of `names` is the root, each depends on the next one, and each envelope is integrated in its
  /// dependent's. The component of "a" is "a.bin", and holds "a of 1" for sequence number 1.
  public static func chain(
    _ names: [String], sequenceNumber: UInt64 = 1, signer: some TestSigner
  ) throws -> [UInt8] {
    var envelope: [UInt8] = []
    for manifest in try manifests(names, sequenceNumber: sequenceNumber, signer: signer).reversed() {
      envelope = try manifest.signed(by: signer)
    }
    return envelope
  }

  /// The manifests of a chain, the root first.
  public static func manifests(
    _ names: [String], sequenceNumber: UInt64 = 1, signer: some TestSigner
  ) throws -> [TestManifest] {
    var manifests: [TestManifest] = []
    for name in names.reversed() {
      var manifest = leaf(name, sequenceNumber)
      if let inner = manifests.first { depend(&manifest, on: inner, try inner.signed(by: signer)) }
      manifests.insert(manifest, at: 0)
    }
    return manifests
  }

  public static func content(_ name: String, _ sequenceNumber: UInt64 = 1) -> [UInt8] {
    Array("\(name) of \(sequenceNumber)".utf8)
  }

  /// A manifest without dependencies, which has its content in itself.
  public static func leaf(
    _ name: String, _ sequenceNumber: UInt64 = 1, content: [UInt8]? = nil
  ) -> TestManifest {
    let content = content ?? self.content(name, sequenceNumber)
    return manifest(
      name, sequenceNumber, content, source: [(.content, .byteString(content))], .directiveWrite)
  }

  /// A manifest without dependencies whose content is at a URI, which may be one of the envelope's own.
  public static func leaf(
    _ name: String, _ sequenceNumber: UInt64 = 1, content: [UInt8], uri: String
  ) -> TestManifest {
    var manifest = manifest(
      name, sequenceNumber, content, source: [(.uri, .textString(uri))], .directiveFetch)
    if uri.hasPrefix("#") { manifest.integrated[uri] = content } else { manifest.payloads[uri] = content }
    return manifest
  }

  private static func manifest(
    _ name: String, _ sequenceNumber: UInt64, _ content: [UInt8], source: [(SUITParameterCode, [UInt8])],
    _ directive: SUITCommandCode
  ) -> TestManifest {
    var manifest = TestManifest()
    manifest.name = name
    manifest.sequenceNumber = sequenceNumber
    manifest.components = [name + ".bin"]
    manifest.contents = [content]
    let image: [(SUITParameterCode, [UInt8])] = [
      (.imageDigest, TestManifest.digest(of: content)), (.imageSize, .unsigned(UInt64(content.count))),
    ]
    manifest.sections[.install] = [
      .select(0), .set(source + image), .init(directive), .init(.conditionImageMatch),
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
