/// A component or dependency that manifests of the tree name.
struct SUITTreeComponent: BitwiseCopyable {
  /// The encoded identifier.
  var identifier = SUITPlace()
  /// The envelope of a dependency that was fetched.
  var envelope = SUITExtent()
  /// Who signed that envelope, as the platform says; ``SUITTreeManifest/none`` as long as it is not authenticated.
  var signer = SUITTreeManifest.none
  private var flags: UInt8 = 0

  /// Nothing but zeros, as memory is at first: what stands in a list where no component is yet.
  static var filler: SUITTreeComponent {
    var filler = SUITTreeComponent()
    filler.signer = 0
    return filler
  }

  /// Whether this is a dependency.
  var isDependency: Bool {
    get { flags & 1 != 0 }
    set { set(1, newValue) }
  }

  /// Whether this procedure wrote it.
  var isWritten: Bool {
    get { flags & 2 != 0 }
    set { set(2, newValue) }
  }

  /// Whether what was written still has to be compared with a digest: nothing that was signed vouches for it.
  var isDoubtful: Bool {
    get { flags & 4 != 0 }
    set { set(4, newValue) }
  }

  /// Whether an authenticated decryption used what is in it, which then needs no digest.
  var isConsumed: Bool {
    get { flags & 8 != 0 }
    set { set(8, newValue) }
  }

  /// Whether a transaction has it.
  var isLinked: Bool {
    get { flags & 16 != 0 }
    set { set(16, newValue) }
  }

  private mutating func set(_ flag: UInt8, _ isOn: Bool) {
    flags = isOn ? flags | flag : flags & ~flag
  }
}
