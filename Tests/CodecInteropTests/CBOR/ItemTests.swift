import TEEPCodec
import TEEPTestSupport
import Testing

/// Items read and written by this codec, by cbor2 and by libcbor.
@Suite("Items of this codec, cbor2 and libcbor") struct ItemTests {
  private func items(_ purpose: String) -> [Item] {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for items \(purpose)")
    return (0..<1500).map { _ in Item.random(levels: 6, &random) }
  }

  private func encode(_ item: Item) throws -> [UInt8] {
    try [UInt8](encoding: { (writer) throws(EncodeError) in try item.write(into: &writer) })
  }

  /// Whether libcbor 0.8 refuses the item though it is well-formed: it has a tag from 6 to 20.
  private func isBeyondLibcbor(_ item: Item) -> Bool {
    switch item {
    case .tag(let number, let content): (6...20).contains(number) || isBeyondLibcbor(content)
    case .array(let items): items.contains(where: isBeyondLibcbor)
    case .map(let pairs): pairs.contains { isBeyondLibcbor($0.key) || isBeyondLibcbor($0.value) }
    default: false
    }
  }

  @Test("what is written here is read there, and what cbor2 writes is read here")
  func exchanged() throws {
    var compared = 0
    for item in items("that are exchanged") {
      let bytes = try encode(item)
      let tree: String = try Python.pyca.answer("tree", [bytes])
      #expect(tree == item.notation)
      if !isBeyondLibcbor(item), let notation = LibCBOR.notation(bytes) {
        compared += 1
        #expect(notation == item.notation)
      }
      let again: String = try Python.pyca.answer("encode", [bytes, [0]])
      let written = [UInt8](hexadecimal: again)
      var reader = CBORReader(written.span)
      let isSame = try Item(&reader) == item
      #expect(isSame, "\(again)")
      #expect(written == bytes)
    }
    #expect(compared > 500)
  }

  @Test("the examples of RFC 8949, appendix A, that are read here", arguments: WellFormedItems.appendixA)
  func examples(encoded: String) throws {
    let bytes = [UInt8](hexadecimal: encoded)
    var reader = CBORReader(bytes.span)
    // Floating-point numbers, other simple values and indefinite lengths are only walked over.
    guard let item = try? Item(&reader) else { return }
    let tree: String = try Python.pyca.answer("tree", [bytes])
    #expect(tree == item.notation)
    if let notation = LibCBOR.notation(bytes) { #expect(notation == item.notation) }
  }
}
