import TEEPHost

/// Bytes in a description: text as its UTF-8, `0x` and hexadecimal digits, or `{file: NAME}` of a file beside the
/// description.
struct DescribedBytes: Decodable {
  let bytes: [UInt8]

  init(from decoder: any Decoder) throws {
    if let text = try? decoder.singleValueContainer().decode(String.self) {
      guard let bytes = [UInt8](textOrHexadecimal: text) else {
        throw DecodingError.dataCorrupted(
          DecodingError.Context(
            codingPath: decoder.codingPath,
            debugDescription: "0x is not followed by pairs of hexadecimal digits"))
      }
      self.bytes = bytes
      return
    }
    bytes = try DescribedFile(from: decoder).bytes
  }
}

extension Array<UInt8> {
  /// The UTF-8 of a text, or the bytes of hexadecimal digits behind 0x; nil where those are none.
  init?(textOrHexadecimal text: String) {
    guard text.hasPrefix("0x") else {
      self = Array(text.utf8)
      return
    }
    self.init(hexadecimalDigits: Array(text.utf8.dropFirst(2)))
  }
}

/// `{file: NAME}`: the contents of a file beside the description.
struct DescribedFile: Decodable {
  let bytes: [UInt8]

  private enum CodingKeys: String, CodingKey, CaseIterable {
    case file
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(keyedBy: CodingKeys.self)
    bytes = try FileContents.read(decoder.resolve(container.decode(String.self, forKey: .file)))
  }
}

extension CodingUserInfoKey {
  /// The path of the description that is read, a `String`.
  static let descriptionPath = CodingUserInfoKey(rawValue: "descriptionPath")
}

extension Decoder {
  /// The path of a file that the description names, relative to the folder of the description.
  func resolve(_ name: String) -> String {
    guard let key = CodingUserInfoKey.descriptionPath, let path = userInfo[key] as? String else {
      return name
    }
    return DescriptionFile.resolve(name, namedIn: path)
  }
}
