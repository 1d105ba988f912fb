import TEEPTestSupport

extension Item {
  /// An item of at most `levels` levels, with no key twice in a map.
  static func random(levels: Int, _ random: inout SeededGenerator) -> Item {
    switch Int.random(in: 0...(levels > 0 ? 9 : 5), using: &random) {
    case 0: .unsigned(argument(&random))
    case 1: .negative(argument(&random))
    case 2:
      .byteString(
        (0..<Int.random(in: 0...30, using: &random)).map { _ in
          UInt8.random(in: .min ... .max, using: &random)
        })
    case 3: .textString(text(&random))
    case 4: .boolean(Bool.random(using: &random))
    case 5: .null
    case 6: .tag(argument(&random), Item.random(levels: levels - 1, &random))
    case 7, 8:
      .array(
        (0..<Int.random(in: 0...5, using: &random)).map { _ in Item.random(levels: levels - 1, &random) })
    default: .map(pairs(levels: levels, &random))
    }
  }

  private static func pairs(levels: Int, _ random: inout SeededGenerator) -> [Pair] {
    var pairs: [Pair] = []
    for _ in 0..<Int.random(in: 0...5, using: &random) {
      let key = key(&random)
      guard !pairs.contains(where: { $0.key == key }) else { continue }
      pairs.append(Pair(key: key, value: Item.random(levels: levels - 1, &random)))
    }
    return pairs
  }

  /// No boolean: Python takes true and 1 for the same key.
  private static func key(_ random: inout SeededGenerator) -> Item {
    switch Int.random(in: 0...3, using: &random) {
    case 0: .unsigned(argument(&random))
    case 1: .negative(argument(&random))
    case 2: .textString(text(&random))
    default: .array([.unsigned(argument(&random)), .byteString([1])])
    }
  }

  private static func text(_ random: inout SeededGenerator) -> String {
    String(
      (0..<Int.random(in: 0...20, using: &random)).map { _ in
        "a\u{fc}\u{6c34}\u{10151}".randomElement(using: &random) ?? "a"
      })
  }

  /// A number of any of the five lengths.
  private static func argument(_ random: inout SeededGenerator) -> UInt64 {
    let borders: [UInt64] = [0, 23, 24, 255, 256, 65535, 65536, 1 << 32 - 1, 1 << 32, .max]
    return Bool.random(using: &random)
      ? borders.randomElement(using: &random) ?? 0
      : random.next() >> UInt64.random(in: 0...63, using: &random)
  }
}
