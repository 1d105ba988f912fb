import Foundation
import TEEPCodec
import TEEPTestSupport
import Testing

/// One file of the examples.
struct Vector: CustomTestStringConvertible, Sendable {
  /// What a file holds, told by its name.
  enum Kind: Sendable {
    /// A TEEP message without COSE.
    case message(TEEPNumbers)
    /// A TEEP message in COSE_Sign1 or COSE_Sign, whose payload is a file of its own.
    case signedMessage
    /// A SUIT envelope.
    case envelope
    /// A COSE_Encrypt with a detached ciphertext, which is a file of its own.
    case encryptionInfo
    /// A ciphertext of one of the former.
    case ciphertext
    /// What an envelope installs.
    case component
    /// A TEEP message in COSE whose signature is filler.
    case benchmark
    /// Nothing of the protocols.
    case other
  }

  /// Relative to the folder of the examples.
  let name: String
  let kind: Kind

  var testDescription: String { name }

  /// The name without what the kind adds to it.
  var stem: String { String(name.prefix { $0 != "." }) }

  func bytes() throws -> [UInt8] { try Vectors.bytes(name) }

  /// All files; one of no known kind comes as nil. None where the examples are absent.
  static let files: [(name: String, vector: Vector?)] = {
    guard Vectors.areAvailable, let paths = FileManager.default.subpaths(atPath: Vectors.folder.path) else {
      return []
    }
    return paths.sorted().compactMap { path in
      let place = Vectors.folder.appending(path: path).path
      let type = try? FileManager.default.attributesOfItem(atPath: place)[.type] as? FileAttributeType
      guard type == .typeRegular else { return nil }
      return (path, kind(of: path).map { Vector(name: path, kind: $0) })
    }
  }()

  /// Those of the kinds that `isWanted`.
  static func those(_ isWanted: (Kind) -> Bool) -> [Vector] {
    files.compactMap(\.vector).filter { isWanted($0.kind) }
  }

  private static func kind(of name: String) -> Kind? {
    let rules: [(prefix: String, suffix: String, kind: Kind)] = [
      ("teep-final-", ".cbor", .message(.final)), ("teep-legacy-", ".cbor", .message(.legacy)),
      ("signed/", ".payload.cbor", .message(.final)), ("signed/", ".cose", .signedMessage),
      ("teep-appendixE-suit_", ".cbor", .envelope), ("teep-appendixE-", ".ta", .component),
      ("suit-manifest-37-", ".cbor", .envelope), ("suit-td-", ".cbor", .envelope),
      ("suit-enc-suit-manifest-", ".cbor", .envelope), ("suit-enc-info-", ".cbor", .encryptionInfo),
      ("suit-enc-payload-", ".bin", .ciphertext), ("bench/", ".cbor", .benchmark),
      ("README", ".md", .other), ("keys", ".json", .other),
    ]
    return rules.first { name.hasPrefix($0.prefix) && name.hasSuffix($0.suffix) }?.kind
  }
}
