import TEEPTestSupport

/// Bytes in hexadecimal that are no well-formed item, by the rule of RFC 8949 that they break.
enum MalformedItems {
  static let byRule: [(rule: String, items: [String])] = [
    ("section 3, nothing", [""]),
    ("section 3, an item is one item", ["0000", "4000", "8000", "f600", "f90000f9", "9fff00", "00ff"]),
    ("section 3, the argument is cut off", cutHeads),
    (
      "section 3.1, a string is cut off",
      [
        "41", "61", "4261", "6261", "57" + zeros(22), "5818" + zeros(23), "5900ff" + zeros(254),
        "5affffffff00",
        "5bffffffffffffffff010203", "7affffffff00", "7b7fffffffffffffff010203", "5b8000000000000000",
        "5bffffffffffffffff", "7b8000000000000001ff",
      ]
    ),
    (
      "section 3.1, an array, map or tag is cut off",
      [
        "81", "8200", "828200", "8181818181", "a1", "a100", "a20000", "a2000000", "a1a100", "b901000000",
        "c0", "d9d9f7", "c0c0c0", "8301c2", "9a7fffffff00", "9b7fffffffffffffff00", "bbffffffffffffffff0000",
        "9bffffffffffffffff", "bb8000000000000000", "ba8000000000",
      ]
    ),
    ("section 3, additional information 28 to 30 is reserved", reservedInformation),
    (
      "section 3, additional information 31 of integers and tags has no meaning",
      ["1f", "3f", "df", "1f00", "3f00ff", "df00", "df00ff", "811f", "a1003f", "9f1fff", "c1df00"]
    ),
    (
      "section 3.2.1, a break where nothing of indefinite length is open",
      [
        "ff", "81ff", "8200ff", "a1ff", "a1ff00", "a100ff", "a20000ff", "a2000000ff", "c1ff", "9f81ffff",
        "9f829f819f9fffffffff", "d818ff",
      ]
    ),
    (
      "section 3.2.2, nothing ends what is of indefinite length",
      [
        "5f", "7f", "9f", "bf", "5f4100", "7f6100", "9f00", "9f0102", "bf0000", "bf01020304", "819f", "9f80",
        "9f9fff", "9fbfff", "5f40", "9f9f9fffff",
      ]
    ),
    (
      "section 3.2.2, a map ends between key and value", ["bf00ff", "bf000000ff", "9fbf00ffff", "bfbf00ffff"]
    ),
    (
      "section 3.2.3, a chunk of another type",
      [
        "5f00ff", "5f21ff", "5f6100ff", "5f80ff", "5fa0ff", "5fc000ff", "5fe0ff", "5ff6ff", "5fc04100ff",
        "7f00ff", "7f21ff", "7f4100ff", "7f80ff", "7fa0ff", "7fc06100ff", "7ff7ff", "5f41006100ff",
        "5ffb0000000000000000ff", "7ff90000ff",
      ]
    ),
    (
      "section 3.2.3, a chunk of indefinite length", ["5f5f4100ffff", "7f7f6100ffff", "5f5fffff", "7f7fffff"]
    ),
    ("section 3.3, a simple value below 32 in two bytes", twoByteSimpleValues),
  ]

  private static func zeros(_ count: Int) -> String { String(repeating: "00", count: count) }

  /// Heads of each major type with each length of argument, without its last byte and without all of it.
  private static var cutHeads: [String] {
    (UInt8(0)...7).flatMap { major in
      (UInt8(24)...27).flatMap { information in
        let first = [major << 5 | information].hexadecimal
        let width = 1 << Int(information - 24)
        return [first, first + zeros(width - 1)]
      }
    }
  }

  private static var reservedInformation: [String] {
    (UInt8(0)...7).flatMap { major in
      (UInt8(28)...30).flatMap { information in
        let first = [major << 5 | information].hexadecimal
        return [first, first + zeros(16), "81" + first, "9f" + first + "ff"]
      }
    }
  }

  private static var twoByteSimpleValues: [String] {
    (UInt8(0)...31).map { "f8" + [$0].hexadecimal } + ["81f814", "a1f81800", "9ff816ff"]
  }
}
