import StoreTestSupport
import TEEPAgent
import TEEPTestSupport
import Testing

/// The key that a device makes itself.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct DeviceKeyTests {
  @Test("A key is made at the first start, and at no other one; its public half is what is read")
  func makes() throws {
    let device = try KeyMakingDevice()
    #expect(device.makeKey() == nil)
    let key = try device.derivedKey()
    #expect(try device.readKey() == key)
    try device.restart()
    let before = device.flash.snapshot.memory
    #expect(device.makeKey() == nil)
    #expect(device.flash.snapshot.memory == before)
    #expect(try device.derivedKey() == key)
    let other = try KeyMakingDevice()
    #expect(other.makeKey() == nil)
    #expect(try other.derivedKey() != key)
  }

  @Test("The public key is given until one who sends it back has confirmed it, and never after that")
  func once() throws {
    let device = try KeyMakingDevice()
    #expect(throws: AgentCallFailure.noKeyToRead) { try device.readKey() }
    #expect(device.makeKey() == nil)
    let key = try device.derivedKey()
    #expect(try device.readKey() == key)
    try device.restart()
    #expect(try device.readKey() == key)
    var wrong = key
    wrong[74] ^= 1
    for wrong in [wrong, Array(key.dropLast()), key + [0], [0]] {
      #expect(throws: AgentCallFailure.malformedArgument) { try device.readKey(confirming: wrong) }
    }
    #expect(try device.readKey() == key)
    #expect(try device.readKey(confirming: key) == nil)
    for _ in 0..<2 {
      #expect(throws: AgentCallFailure.noKeyToRead) { try device.readKey() }
      #expect(throws: AgentCallFailure.noKeyToRead) { try device.readKey(confirming: key) }
      #expect(device.makeKey() == nil)
      try device.restart()
    }
    #expect(try device.derivedKey() == key)
  }

  @Test(
    "Without a sound source of random numbers, or valid keys from it, there is no key, and the next start tries again"
  )
  func unsound() throws {
    // n - 1 is valid, and n is not (SEC 2, section 2.4.2), nor is 0.
    let order = [UInt8](
      hexadecimal: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
    let none = [UInt8](repeating: 0, count: 32)
    for chance in [KeyChance(isSound: false), KeyChance(draws: [none, order, none, order])] {
      let device = try KeyMakingDevice(chance)
      let before = device.flash.snapshot.memory
      #expect(device.makeKey() == .unsoundRandomSource)
      #expect(device.flash.snapshot.memory == before)
      device.agent.device.isSound = true
      try device.restart()
      #expect(device.makeKey() == nil)
      _ = try device.derivedKey()
    }
    let largest = Array(order.dropLast()) + [0x50]
    let device = try KeyMakingDevice(KeyChance(draws: [none, order, largest]))
    #expect(device.makeKey() == nil)
    #expect(try device.privateKey() == largest)
    _ = try device.derivedKey()
  }

  @Test(
    "A device that was given its key makes none and gives none out; one whose provisioning cannot be read, or that has no trust anchors, says so"
  )
  func others() throws {
    var trusting = try (tams: TestProvisioning(), signers: TestProvisioning())
    trusting.tams.signers = []
    trusting.signers.tams = []
    for (content, failure) in try [
      (TestProvisioning().encoded(), nil), ([0xA0], AgentCallFailure.notProvisioned),
      (trusting.tams.encoded(), .notProvisioned), (trusting.signers.encoded(), .notProvisioned),
    ] {
      let device = try KeyMakingDevice(provisioned: content)
      let before = device.flash.snapshot.memory
      #expect(device.makeKey() == failure)
      #expect(throws: AgentCallFailure.noKeyToRead) { try device.readKey() }
      #expect(device.flash.snapshot.memory == before)
    }
  }

  @Test(
    "Wherever power fails while the key is made, there is none or all of it, and what can be read stays the key"
  )
  func cutsWhileMade() throws {
    let count = try cuts { device in
      device.makeKey() == nil
    } expect: { held, read, key in
      #expect(read == nil && held.allSatisfy { $0 == 0 } || read == key)
    }
    print("\(count) cuts while a key is made")
    #expect(count > 100)
  }

  @Test("Wherever power fails while the key is confirmed, it stays the key, which can be read or not")
  func cutsWhileConfirmed() throws {
    var made: (secret: [UInt8], key: [UInt8]) = ([], [])
    let count = try cuts { device in
      #expect(device.makeKey() == nil)
      made = try (device.privateKey(), device.readKey() ?? [])
    } change: { device in
      try device.readKey(confirming: made.key) == nil
    } expect: { held, read, key in
      #expect(held == made.secret && key == made.key && (read == nil || read == key))
    }
    print("\(count) cuts while a key is confirmed")
    #expect(count > 100)
  }

  /// Cuts `change` at each of its flash operations, in one way or another, and lets the device start again. `expect` is given the
  /// private key that it held then, what could be read, and the key that it has in the end. Returns how many cuts there were.
  private func cuts(
    after prepare: (KeyMakingDevice) throws -> Void = { _ in },
    change: (KeyMakingDevice) throws -> Bool,
    expect: (_ held: [UInt8], _ read: [UInt8]?, _ key: [UInt8]) -> Void
  ) throws -> Int {
    let device = try KeyMakingDevice()
    try prepare(device)
    let start = device.flash.snapshot
    let first = device.flash.operationCount
    let isDone = try change(device)
    #expect(isDone)
    let operationCount = device.flash.operationCount - first
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed)")
    let tears: [SimulatedFlash.Tear] = [.nothing, .everything, .half, .bits(seed: random.next())]
    for operation in 0..<operationCount {
      device.flash.snapshot = start
      try device.restart()
      device.flash.cut(after: operation, tears.randomElement(using: &random) ?? .half)
      _ = try? change(device)
      try #require(!device.flash.isPowered)
      try device.restart()
      let held = try device.privateKey()
      let read = try? device.readKey()
      #expect(device.makeKey() == nil)
      expect(held, read, try device.derivedKey())
      #expect(device.flash.violations.isEmpty)
    }
    return operationCount
  }
}
