import CBoard

/// One 32-bit hardware register; every access is a load or store that the compiler keeps.
struct Register {
  let address: UInt

  @inline(__always)
  init(_ address: UInt) {
    self.address = address
  }

  @inline(__always)
  var value: UInt32 {
    get { board_load(address) }
    nonmutating set { board_store(address, newValue) }
  }
}
