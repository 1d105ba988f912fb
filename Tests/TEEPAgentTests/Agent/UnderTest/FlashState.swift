/// What a flash holds, and how often it was written or erased where that is seen: of a process it is not.
struct FlashState: Equatable {
  let memory: [UInt8]
  let operationCount: Int?
}
