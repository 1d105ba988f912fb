import TEEPCodec
import TEEPTestSupport
import Testing

/// Whatever becomes of an example, it is refused with an error that names a place in it, or it says something else. It is
/// never a trap, and never the same meaning in other bytes.
@Suite("A changed example", .needsVectors) struct ChangedExampleTests {
  @Test("is read as long as it is not changed", arguments: Example.all)
  func unchanged(example: Example) throws {
    #expect(try example.read(example.bytes).count > 1)
  }

  @Test("that ends at any of its bytes has too few of them", arguments: Example.all)
  func truncated(example: Example) {
    for count in example.bytes.indices {
      let error = refusal { () throws(DecodeError) in _ = try example.read(Array(example.bytes[..<count])) }
      guard let error, error.reason == .truncated, (0...count).contains(error.offset) else {
        Issue.record("\(count) of \(example.bytes.count) bytes: \(String(describing: error))")
        return
      }
    }
  }

  /// Reads `bytes` and records an issue where they mean what the example does.
  private func check(_ bytes: [UInt8], _ example: Example, _ unchanged: [String], _ change: String) {
    do throws(DecodeError) {
      if try example.read(bytes) == unchanged { Issue.record("\(change) has the same meaning") }
    } catch {
      if !(0...bytes.count).contains(error.offset) { Issue.record("\(change): \(error)") }
    }
  }

  @Test("by one byte is another one or none", arguments: Example.all)
  func changed(example: Example) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for changes of \(example.name)")
    let unchanged = try example.read(example.bytes)
    for index in example.checkedOffsets {
      let byte = example.bytes[index]
      let others = [0x00, 0xFF, UInt8.random(in: .min ... .max, using: &random)]
      let values = Set((0..<8).map { byte ^ 1 << UInt8($0) } + others).subtracting([byte])
      for value in values {
        var bytes = example.bytes
        bytes[index] = value
        check(bytes, example, unchanged, "byte \(index) as \(value)")
      }
    }
  }

  @Test("by one more byte is another one or none", arguments: Example.all)
  func inserted(example: Example) throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for insertions into \(example.name)")
    let unchanged = try example.read(example.bytes)
    for index in example.checkedOffsets + [example.bytes.count] {
      for value in [0x00, 0xFF, UInt8.random(in: .min ... .max, using: &random)] {
        var bytes = example.bytes
        bytes.insert(value, at: index)
        check(bytes, example, unchanged, "\(value) before byte \(index)")
      }
    }
  }

  @Test("by one byte less is another one or none", arguments: Example.all)
  func removed(example: Example) throws {
    let unchanged = try example.read(example.bytes)
    // The tag of COSE_Sign1, which is one byte, may be there or not.
    let tag: UInt8 = 0xD2
    for index in example.checkedOffsets where index > 0 || example.bytes[index] != tag {
      var bytes = example.bytes
      bytes.remove(at: index)
      check(bytes, example, unchanged, "no byte \(index)")
    }
  }
}
