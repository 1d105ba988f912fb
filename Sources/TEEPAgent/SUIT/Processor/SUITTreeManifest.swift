import TEEPCodec

/// A manifest of the tree: the root, or a dependency that was found to be the one that its dependent means.
struct SUITTreeManifest: BitwiseCopyable {
  /// The envelope; no place for a manifest that was installed before.
  var envelope = SUITExtent()
  var manifest = SUITExtent()
  var path = SUITManifestPath()
  /// The component that stands for this dependency; ``none`` for the root.
  var component = Self.none
  /// The manifest that depends on this one.
  var parent = Self.none
  /// Who signed it, as the platform says; ``none`` for a manifest that was installed before.
  var signer = Self.none
  /// Bits 1 and 2: whether the vendor and the class were checked.
  var checks: UInt8 = 0
  private var linkCount: UInt8 = 0
  // Two bytes a link, least significant first: an index in the manifest, and the component of the tree.
  private var indices: UInt64 = 0
  private var components: UInt64 = 0

  static var none: UInt8 { 255 }
  private static var dependencyBit: UInt8 { 0x80 }

  /// Adds what the manifest means by an index; false where it has ``SUITProcedure/maximumComponents`` already.
  mutating func link(_ index: Int, to component: Int, isDependency: Bool) -> Bool {
    guard linkCount < 8, 0..<256 ~= index else { return false }
    let shift = UInt64(linkCount) &* 8
    let byte = UInt8(truncatingIfNeeded: component) | (isDependency ? Self.dependencyBit : 0)
    indices |= UInt64(index) &<< shift
    components |= UInt64(byte) &<< shift
    linkCount &+= 1
    return true
  }

  /// The component that the manifest means by an index, nil where it means none; and whether it is a dependency.
  func component(at index: Int) -> (component: Int, isDependency: Bool)? {
    var found: UInt8?
    for position in 0..<UInt64(linkCount)
    where UInt8(truncatingIfNeeded: indices &>> (position &* 8)) == UInt8(truncatingIfNeeded: index)
      && 0..<256 ~= index
    {
      // A dependency that is in a component comes behind it.
      found = UInt8(truncatingIfNeeded: components &>> (position &* 8))
    }
    guard let found else { return nil }
    return (Int(found & ~Self.dependencyBit), found & Self.dependencyBit != 0)
  }
}
