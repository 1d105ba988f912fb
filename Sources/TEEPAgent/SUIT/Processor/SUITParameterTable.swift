import TEEPCodec

/// The parameters of all components, by where their values lie.
struct SUITParameterTable: ~Copyable {
  /// Parameters that are set at a time.
  static var capacity: Int { 40 }

  // A component in 3 bits and a code in 5: a byte less than a word where both are in one list.
  private var keys = BoundedList<40, UInt8>(filler: 0)
  private var places = BoundedList<40, SUITPlace>(filler: SUITPlace())

  private static func key(_ code: Int32, of component: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: component) &<< 5 | UInt8(truncatingIfNeeded: code)
  }

  /// Where the value of a parameter lies; no place where it was never set.
  @inline(never)
  mutating func place(of code: Int32, _ component: Int) -> SUITPlace {
    guard let index = index(of: Self.key(code, of: component)) else { return SUITPlace() }
    return places[index]
  }

  /// Keeps a parameter; one that is there already is kept by set-parameters and replaced by override-parameters.
  ///
  /// - Parameters:
  ///   - code: less than 32.
  ///   - component: less than 8.
  @inline(never)
  mutating func set(
    _ code: Int32, of component: Int, to place: SUITPlace, overriding: Bool
  ) throws(SUITReportReason) {
    let key = Self.key(code, of: component)
    if let index = index(of: key) {
      if overriding { places[index] = place }
      return
    }
    try keys.append(key)
    try places.append(place)
  }

  private mutating func index(of key: UInt8) -> Int? {
    for index in 0..<keys.count where keys[index] == key { return index }
    return nil
  }

  /// Forgets all parameters.
  mutating func removeAll() {
    keys.removeAll()
    places.removeAll()
  }
}
