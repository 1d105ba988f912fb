import TEEPAgent

/// Where a store keeps what it keeps twice, read from its bytes as its specification says.
public struct StoreBytes {
  /// Each byte of the first copies, grouped by what they are of.
  public let first: [[Int]]
  /// The same of the second copies.
  public let second: [[Int]]

  public init(_ memory: [UInt8]) {
    func word(_ offset: Int) -> Int { (0..<4).reduce(0) { $0 | Int(memory[offset + $1]) << (8 * $1) } }
    var entry = 4
    while word(entry + 4) != 0xFFFF_FFFF { entry += 4 }
    let directories = (0..<2).map { Int(memory[entry + $0]) * flashPageSize }
    let directory = (0..<2).map { copy in
      (0..<word(directories[copy] + 4)).map { directories[copy] + $0 }
    }
    let root = (0..<2).map { copy in
      (Array(0..<4) + Array(entry..<entry + 4)).map { $0 + copy * flashPageSize }
    }
    first = [root[0], directory[0]]
    second = [root[1], directory[1]]
  }

  /// The first page of each copy: root, directory; first and second.
  public var pages: [Int] { (first + second).map { $0[0] / flashPageSize } }
}
