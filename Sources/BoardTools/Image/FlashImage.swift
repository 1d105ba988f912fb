/// Everything that a board's flash holds, from address 0.
public struct FlashImage: Equatable, Sendable {
  public private(set) var bytes: [UInt8]
  public let memory: MemoryMap

  /// What flash holds where nothing was programmed.
  static let erased: UInt8 = 0xFF

  /// The firmware in an erased flash, and `store` from the start of the store.
  public init(_ elf: ELFFile, store: [UInt8] = [], memory: MemoryMap) throws(BoardToolError) {
    self.memory = memory
    bytes = [UInt8](repeating: Self.erased, count: memory.flashSize)
    for segment in elf.segments where !segment.contents.isEmpty {
      let code = try elf.bytes.slice(segment.contents)
      let place = segment.loadAddress..<segment.loadAddress + code.count
      guard memory.code.lowerBound <= place.lowerBound, place.upperBound <= memory.code.upperBound else {
        throw BoardToolError("\(elf.path) does not fit: it loads up to \(place.upperBound), outside of CODE")
      }
      bytes.replaceSubrange(place, with: code)
    }
    let room = memory.store.count
    guard store.count <= room else {
      throw BoardToolError("the store holds \(store.count) bytes, and the board has room for \(room)")
    }
    bytes.replaceSubrange(memory.store.lowerBound..<memory.store.lowerBound + store.count, with: store)
  }

  /// The firmware, and the store in the file at `storePath`, where there is one.
  public init(_ elf: ELFFile, storePath: String?, memory: MemoryMap) throws(BoardToolError) {
    try self.init(elf, store: storePath.map(Files.read) ?? [], memory: memory)
  }

  /// A whole image that was made or saved before. `name` is said in errors.
  public init(bytes: [UInt8], memory: MemoryMap, name: String) throws(BoardToolError) {
    guard bytes.count == memory.flashSize else {
      throw BoardToolError("\(name) holds \(bytes.count) bytes; a flash image has \(memory.flashSize)")
    }
    self.bytes = bytes
    self.memory = memory
  }

  /// Reads an image from a file.
  public init(path: String, memory: MemoryMap) throws(BoardToolError) {
    try self.init(bytes: Files.read(path), memory: memory, name: path)
  }

  /// Writes the bytes from address 0 on, or ``IntelHex`` where the file's name ends in `.hex`.
  public func write(to path: String) throws(BoardToolError) {
    try Files.write(path.hasSuffix(".hex") ? Array(IntelHex.text(bytes).utf8) : bytes, to: path)
  }

  /// Writes the bytes of the agent's store.
  public func writeStore(to path: String) throws(BoardToolError) {
    try Files.write(Array(store), to: path)
  }

  /// The part that the firmware lies in.
  public var code: ArraySlice<UInt8> { bytes[memory.code] }
  /// The part that the agent's store lies in.
  public var store: ArraySlice<UInt8> { bytes[memory.store] }
}
