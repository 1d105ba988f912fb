import TEEPCodec

/// Arrays and maps.
extension DiagnosticNotation {
  static func array(_ items: [CBORItem], as shape: Shape) throws(DecodeError) -> [String] {
    var name: String?
    var parts: [[String]] = []
    switch shape {
    case .commands where items.count.isMultiple(of: 2):
      for index in stride(from: 0, to: items.count, by: 2) {
        try parts.append(command(items[index], items[index + 1]))
      }
    case .componentIdentifier:
      for item in items { try parts.append(lines(of: item, as: .componentIdentifier)) }
    case .list(let element):
      for item in items { try parts.append(lines(of: item, as: element)) }
    case .array(let arrayName, let members, let rest):
      name = arrayName
      for (index, item) in items.enumerated() {
        let member = index < members.count ? members[index] : nil
        try parts.append(labelled(member?.name, lines(of: item, as: member?.shape ?? rest)))
      }
    default:
      for item in items { try parts.append(lines(of: item, as: .any)) }
    }
    return labelled(name, laidOut("[", parts, "]"))
  }

  static func map(_ pairs: [(key: CBORItem, value: CBORItem)], as shape: Shape) throws(DecodeError)
    -> [String]
  {
    var name: String?
    var members: [Int64: Shape.Member] = [:]
    var text = Shape.any
    if case .map(let mapName, let known, let textShape) = shape {
      (name, members, text) = (mapName, known, textShape)
    }
    var parts: [[String]] = []
    for pair in pairs {
      let member = pair.key.integer.flatMap { members[$0] }
      var key = try lines(of: pair.key, as: .any)
      let value = try lines(of: pair.value, as: member?.shape ?? (pair.key.isText ? text : .any))
      key[key.count - 1] += ": " + value[0]
      parts.append(labelled(member?.name, key + value.dropFirst()))
    }
    return labelled(name, laidOut("{", parts, "}"))
  }

  /// A command and its argument, side by side.
  private static func command(_ code: CBORItem, _ argument: CBORItem) throws(DecodeError) -> [String] {
    let known = code.integer.flatMap(Shape.command)
    var result = try lines(of: code, as: .any)
    let value = try lines(of: argument, as: known?.shape ?? .any)
    result[result.count - 1] += ", " + value[0]
    return labelled(known?.name, result + value.dropFirst())
  }

  private static func labelled(_ name: String?, _ lines: [String]) -> [String] {
    guard let name else { return lines }
    var result = lines
    result[0] = "/ \(name) / " + result[0]
    return result
  }

  /// The parts between brackets: on one line where there is room, otherwise one below the other.
  private static func laidOut(_ opening: String, _ parts: [[String]], _ closing: String) -> [String] {
    if parts.allSatisfy({ $0.count == 1 }) {
      let line = opening + parts.map { $0[0] }.joined(separator: ", ") + closing
      if line.utf8.count <= lineWidth { return [line] }
    }
    var result = [opening]
    for (index, part) in parts.enumerated() {
      result += part.map { "  " + $0 }
      if index < parts.count - 1 { result[result.count - 1] += "," }
    }
    return result + [closing]
  }
}
