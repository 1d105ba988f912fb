import TEEPCodec
import TEEPTestSupport
import Testing

/// One COSE structure that a peer put together, with what it is made of.
struct MadeCOSE: Decodable {
  private let members: [String: String]

  init(from decoder: any Decoder) throws {
    members = try decoder.singleValueContainer().decode([String: String].self)
  }

  /// The implementations that put structures together, with the kinds that each does.
  static func peers(_ kinds: [String]) -> [(peer: Python, kind: String)] {
    [Python.pyca, .pycose].flatMap { peer in kinds.map { (peer, $0) } }
  }

  /// 60 structures of one kind: sign1, sign, mac0, mac, encrypt0 or encrypt.
  static func structures(_ kind: String, by peer: Python) throws -> [MadeCOSE] {
    let random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for \(kind) of \(peer.testDescription)")
    let structures: [MadeCOSE] = try peer.ask("make", [kind, "60", "\(random.seed)"])
    #expect(structures.count == 60)
    return structures
  }

  /// The whole structure.
  var encoded: [UInt8] { bytes("encoded") }
  /// The payload or plaintext, be it in the structure or not.
  var payload: [UInt8] { bytes("payload") }
  var isDetached: Bool { members["detached"] == "true" }

  func has(_ name: String) -> Bool { members[name] != nil }

  /// A member in bytes; no bytes where it is absent.
  func bytes(_ name: String) -> [UInt8] { [UInt8](hexadecimal: members[name] ?? "") }

  /// A member that is an algorithm.
  func algorithm(_ name: String) -> COSEAlgorithm? {
    members[name].flatMap(Int32.init).map(COSEAlgorithm.init(rawValue:))
  }
}
