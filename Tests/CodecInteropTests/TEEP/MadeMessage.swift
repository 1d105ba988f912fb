import TEEPTestSupport

/// One TEEP message of cbor2, with what it is made of.
struct MadeMessage: Decodable {
  /// The type, by its final number.
  let type: UInt8
  private let encoded: String
  private let shuffled: String
  /// Members by their final label or, behind the options, by name.
  let members: [Member]

  struct Member: Decodable {
    let name: String
    let kind: String
    let values: [String]
  }

  /// The encoding whose options are in the order of their labels.
  var encodedBytes: [UInt8] { [UInt8](hexadecimal: encoded) }
  /// Another encoding, whose options are in random order.
  var shuffledBytes: [UInt8] { [UInt8](hexadecimal: shuffled) }

  /// The values of one member; none where the message does not have it.
  func values(_ name: String) -> [String]? { members.first { $0.name == name }?.values }

  /// `count` messages of each type, in the final numbers or, with `shift` 1, in the earlier ones.
  static func messages(count: Int, shift: Int, seed: UInt64) throws -> [MadeMessage] {
    try Python.pyca.ask("messages", ["\(count)", "\(shift)", "\(seed)"])
  }
}
