import TEEPCodec
import TEEPTestSupport
import Testing

/// What an anchor may manage or sign for: whatever begins with one of its identifiers.
@Suite("TrustAnchor permits") struct TrustAnchorTests {
  private func encode(_ identifier: [[UInt8]]) -> [UInt8] {
    encoded { (writer) throws(EncodeError) in
      try writer.array(identifier.count)
      for segment in identifier { try writer.byteString(segment.span) }
    }
  }

  /// Asks an anchor with `identifiers`, nil for one without, in a provisioning made for it.
  private func permits(_ identifiers: [[[UInt8]]]?, _ asked: [[UInt8]]) throws -> Bool {
    let zeros = [UInt8](repeating: 0, count: 64)
    var list: [UInt8] = []
    if let identifiers {
      list = encoded { (writer) throws(EncodeError) in try writer.array(identifiers.count) }
      for identifier in identifiers { list += encode(identifier) }
    }
    let bytes = encoded { (writer) throws(EncodeError) in
      try writer.provisioningHeader(
        algorithm: .esp256, privateKey: zeros.span.extracting(0..<32),
        keyIdentifier: zeros.span.extracting(0..<32))
      try writer.provisioningTAMs(count: 1)
      let anchor = TrustAnchorDescription(
        algorithm: .esp256, publicKey: zeros.span, keyIdentifier: zeros.span.extracting(0..<32), uri: Span(),
        vendorIdentifier: Span(), classIdentifier: Span(), encodedIdentifiers: list.span)
      try writer.trustAnchor(anchor)
      try writer.provisioningSigners(count: 1)
      try writer.trustAnchor(anchor)
      try writer.provisioningTrailer(
        vendorIdentifier: zeros.span.extracting(0..<16), classIdentifier: zeros.span.extracting(0..<16))
    }
    let provisioning = try Provisioning(decoding: bytes.span)
    let encodedIdentifier = encode(asked)
    let answer = try provisioning.anchors.anchor(.signer, at: 0).permits(encodedIdentifier.span)
    #expect(try provisioning.anchors.anchor(.tam, at: 0).permits(encodedIdentifier.span) == answer)
    return answer
  }

  @Test("everything where it has no identifiers")
  func everything() throws {
    #expect(try permits(nil, []) == true)
    #expect(try permits(nil, [[1], [2]]) == true)
  }

  @Test("an identifier of its own and each that continues it, segment by segment")
  func prefixes() throws {
    let own: [[UInt8]] = [[1], [2, 3]]
    #expect(try permits([own], own) == true)
    #expect(try permits([own], own + [[4]]) == true)
    #expect(try permits([own], own + [[]]) == true)
    #expect(try permits([own], [[1]]) == false)
    #expect(try permits([own], []) == false)
    // Segments are compared whole: bytes that begin the same, or the same bytes in other segments, do not match.
    #expect(try permits([own], [[1], [2]]) == false)
    #expect(try permits([own], [[1], [2, 3, 4]]) == false)
    #expect(try permits([own], [[1, 2, 3]]) == false)
    #expect(try permits([own], [[1], [2], [3]]) == false)
    #expect(try permits([own], [[9], [1], [2, 3]]) == false)
  }

  @Test("what any of its identifiers begins")
  func several() throws {
    let own: [[[UInt8]]] = [[[1], [2]], [[3]], [[1], [4]]]
    #expect(try permits(own, [[1], [4], [5]]) == true)
    #expect(try permits(own, [[3]]) == true)
    #expect(try permits(own, [[1], [2]]) == true)
    #expect(try permits(own, [[1], [3]]) == false)
    #expect(try permits(own, [[4]]) == false)
  }

  @Test("everything where one of its identifiers is empty")
  func emptyIdentifier() throws {
    #expect(try permits([[[9]], []], [[1]]) == true)
    #expect(try permits([[]], []) == true)
    #expect(try permits([[[]]], [[]]) == true)
    #expect(try permits([[[]]], [[1]]) == false)
  }

  @Test("random identifiers as comparing their segments says")
  func random() throws {
    var random = SeededGenerator()
    print("TEEP_SEED=\(random.seed) for permitted identifiers")
    func identifier(_ random: inout SeededGenerator) -> [[UInt8]] {
      // Few and short segments, so that many are alike.
      (0..<random.number(0...3)).map { _ in
        (0..<random.number(0...2)).map { _ in UInt8(random.number(0...1)) }
      }
    }
    var permitted = 0
    for _ in 0..<1000 {
      let own = (0..<random.number(1...3)).map { _ in identifier(&random) }
      let asked = identifier(&random)
      let expected = own.contains { $0.count <= asked.count && Array(asked.prefix($0.count)) == $0 }
      #expect(try permits(own, asked) == expected, "\(own) for \(asked)")
      permitted += expected ? 1 : 0
    }
    #expect((100...900).contains(permitted))
  }
}
