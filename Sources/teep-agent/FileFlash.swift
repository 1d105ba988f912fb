import Glibc
import TEEPAgent

/// A flash in a file, which one process at a time may use. Bits behave as in a NOR flash, so that the same store serves.
///
/// The file is mapped into memory, so that what is written survives the end of the process at any moment. Before writing
/// goes over to another page of the system, the page before is put on the medium: a commit never comes before what it
/// commits, even where the power of the whole machine fails.
@safe struct FileFlash: Flash, ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer
  private let descriptor: Int32
  private let systemPageSize = Int(sysconf(Int32(_SC_PAGESIZE)))
  private var dirtyPage: Int?

  /// Opens and locks the file.
  init(path: String) throws {
    let descriptor = unsafe open(path, O_RDWR | O_CLOEXEC)
    guard descriptor >= 0 else { throw AgentProcessError("\(path): cannot be opened: \(Self.reason)") }
    var status = stat()
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
      close(descriptor)
      throw AgentProcessError("\(path): another agent uses this flash; end it first")
    }
    // The pointer is valid for the call.
    guard unsafe fstat(descriptor, &status) == 0, status.st_size > 0, status.st_size <= 1 << 24 else {
      close(descriptor)
      throw AgentProcessError("\(path): is no flash image; make one with 'teep provision'")
    }
    let size = Int(status.st_size)
    // The mapping is shared with the file, and stays until this value is gone.
    let address = unsafe mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      close(descriptor)
      throw AgentProcessError("\(path): cannot be mapped into memory: \(Self.reason)")
    }
    unsafe memory = UnsafeMutableRawBufferPointer(start: address, count: size)
    self.descriptor = descriptor
  }

  deinit {
    // Nothing refers to the mapping any more.
    unsafe munmap(memory.baseAddress, memory.count)
    close(descriptor)
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }

  var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      // The mapping lives as long as self does.
      let start = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
      guard let start = unsafe start else { return Span() }
      return unsafe _overrideLifetime(Span(_unsafeStart: start, count: memory.count), borrowing: self)
    }
  }

  /// The mapping of the file, which is there as long as the agent uses the flash.
  @safe struct Mapping: FlashMapping {
    fileprivate let memory: UnsafeMutableRawBufferPointer

    var bytes: Span<UInt8> {
      @_lifetime(borrow self)
      get {
        // Whoever has a mapping does not outlive its flash (FlashMapping).
        let start = unsafe memory.baseAddress?.assumingMemoryBound(to: UInt8.self)
        guard let start = unsafe start else { return Span() }
        return unsafe _overrideLifetime(Span(_unsafeStart: start, count: memory.count), borrowing: self)
      }
    }
  }

  var mapping: Mapping { unsafe Mapping(memory: memory) }

  mutating func program(_ word: UInt32, at offset: Int) throws(FlashError) {
    guard offset >= 0, offset & 3 == 0, unsafe offset < memory.count &- 3 else { throw .failed }
    try prepare(offset)
    for index in 0..<4 {
      // Within the mapping, by the guard above.
      unsafe memory[offset &+ index] &= UInt8(truncatingIfNeeded: word >> UInt32(8 * index))
    }
  }

  mutating func erase(pageAt offset: Int) throws(FlashError) {
    guard offset >= 0, offset % flashPageSize == 0, unsafe offset <= memory.count &- flashPageSize else {
      throw .failed
    }
    try prepare(offset)
    // Within the mapping, by the guard above.
    for index in offset..<offset &+ flashPageSize { unsafe memory[index] = 0xFF }
  }

  /// Puts what was written to another page on the medium.
  private mutating func prepare(_ offset: Int) throws(FlashError) {
    let page = offset / systemPageSize
    if let dirtyPage, dirtyPage != page {
      // A page of the mapping.
      let start = unsafe memory.baseAddress.map { unsafe $0 + dirtyPage * systemPageSize }
      guard unsafe msync(start, systemPageSize, MS_SYNC) == 0 else { throw .failed }
    }
    dirtyPage = page
  }
}
