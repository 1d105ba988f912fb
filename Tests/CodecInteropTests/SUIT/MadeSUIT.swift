import TEEPTestSupport
import Testing

/// One SUIT envelope or report that cbor2 encoded, with what it is made of.
struct MadeSUIT: Decodable {
  private let encoded: String
  /// By names that `suit.py` gives.
  let members: [String: String]

  /// 100 of one kind: envelope or report.
  static func all(_ kind: String) throws -> [MadeSUIT] {
    let random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for \(kind)s of cbor2")
    let all: [MadeSUIT] = try Python.pyca.ask("suit", [kind, "100", "\(random.seed)"])
    #expect(all.count == 100)
    return all
  }

  var bytes: [UInt8] { [UInt8](hexadecimal: encoded) }
}
