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
  /// Bits 0 to 2: whether the device itself, the vendor and the class were checked.
  var checks: UInt8 = 0
  private(set) var linkCount: UInt8 = 0
  /// How many of the links are components; they come first, in the order of their indices.
  private(set) var componentCount: UInt8 = 0
  // What the manifest means by an index: 4 bits a link, least significant first, and the index of a dependency in 8.
  private var components: UInt32 = 0
  private var dependencyIndices: UInt64 = 0

  static var none: UInt8 { 255 }

  /// Nothing but zeros, as memory is at first: what stands in a list where no manifest is yet.
  static var filler: SUITTreeManifest {
    var filler = SUITTreeManifest()
    (filler.component, filler.parent, filler.signer) = (0, 0, 0)
    return filler
  }

  /// Adds the next component; false where the manifest has ``SUITProcedure/maximumComponents`` links already.
  mutating func link(component: Int) -> Bool {
    guard add(component) else { return false }
    componentCount &+= 1
    return true
  }

  /// Adds a dependency, which comes behind the components, and may have the index of one.
  mutating func link(dependency component: Int, as index: Int) -> Bool {
    guard 0..<256 ~= index else { return false }
    let shift = UInt64(linkCount &- componentCount) &* 8
    guard add(component) else { return false }
    dependencyIndices |= UInt64(UInt8(truncatingIfNeeded: index)) &<< shift
    return true
  }

  private mutating func add(_ component: Int) -> Bool {
    guard linkCount < 8 else { return false }
    components |= UInt32(truncatingIfNeeded: component) &<< (UInt32(linkCount) &* 4)
    linkCount &+= 1
    return true
  }

  /// How many dependencies there are.
  var dependencyCount: Int { Int(linkCount &- componentCount) }

  /// The index of a dependency; `position` is less than ``dependencyCount``.
  func dependencyIndex(at position: Int) -> Int {
    Int(UInt8(truncatingIfNeeded: dependencyIndices &>> (UInt64(truncatingIfNeeded: position) &* 8)))
  }

  /// The component that the manifest means by an index, nil where it means none; and whether it is a dependency.
  func component(at index: Int) -> (component: Int, isDependency: Bool)? {
    for position in 0..<dependencyCount where dependencyIndex(at: position) == index {
      return (link(at: position &+ Int(componentCount)), true)
    }
    return index < Int(componentCount) ? (link(at: index), false) : nil
  }

  private func link(at position: Int) -> Int {
    Int(components &>> (UInt32(truncatingIfNeeded: position) &* 4) & 0xF)
  }
}
