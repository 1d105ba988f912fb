/// The regions of a board's memory, as its linker script names them: the one place where they are written.
public struct MemoryMap: Equatable, Sendable {
  /// Where the code lies, from address 0.
  public let code: Range<Int>
  /// Where the store lies, up to the end of the flash.
  public let store: Range<Int>
  public let ram: Range<Int>

  /// Bytes of flash.
  public var flashSize: Int { store.upperBound }

  /// Reads the MEMORY block of a linker script. `name` is said in errors.
  public init(linkerScript text: String, name: String) throws(BoardToolError) {
    let region =
      #/(\w+)\s*\(\w+\)\s*:\s*ORIGIN\s*=\s*([^,\n]+?)\s*,\s*LENGTH\s*=\s*([^\n\/]+?)\s*(?:\n|\/|$)/#
    var regions: [Substring: Range<Int>] = [:]
    for match in text.matches(of: region) {
      guard let origin = Self.number(match.2), let length = Self.number(match.3) else {
        throw BoardToolError(
          "\(name): the region \(match.1) is not understood; give ORIGIN and LENGTH one number each, decimal or "
            + "hexadecimal, where K is 1024")
      }
      regions[match.1] = origin..<origin + length
    }
    guard let code = regions["CODE"], let store = regions["STORE"], let ram = regions["RAM"] else {
      throw BoardToolError("\(name): MEMORY must have the regions CODE, STORE and RAM")
    }
    guard code.lowerBound == 0, code.upperBound <= store.lowerBound else {
      throw BoardToolError("\(name): CODE must begin at 0 and end before STORE")
    }
    self.code = code
    self.store = store
    self.ram = ram
  }

  /// A number of a linker script: decimal or hexadecimal, with K for 1024.
  private static func number(_ text: Substring) -> Int? {
    let isKibibytes = text.hasSuffix("K")
    let digits = isKibibytes ? text.dropLast() : text
    let value = digits.hasPrefix("0x") ? Int(digits.dropFirst(2), radix: 16) : Int(digits)
    return value.map { isKibibytes ? $0 * 1024 : $0 }
  }
}
