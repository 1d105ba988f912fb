extension TEEPNumbers {
  /// Which of the two tables an encoded TEEP message uses, where it proves that: where it cannot be one in the other table.
  ///
  /// nil where both fit (a QueryRequest with nothing but a challenge is the same in both) or none does. An unknown option
  /// proves nothing; a known one has to be of its type, also where the message has no meaning for it: the token of a
  /// legacy Success, a byte string, has the label of a list in the final table.
  public static func proved(by message: Span<UInt8>) -> TEEPNumbers? {
    let fitsFinal = final.fit(message)
    guard fitsFinal != legacy.fit(message) else { return nil }
    return fitsFinal ? .final : .legacy
  }

  private func fit(_ message: Span<UInt8>) -> Bool {
    do throws(DecodeError) {
      var reader = CBORReader(message)
      let count = try reader.array()
      guard let type = type(try reader.unsigned()), count == TEEPMessage.elementCount(of: type) else {
        return false
      }
      for _ in 0..<(try reader.map(upTo: TEEPMessage.maximumOptions)) {
        let number = try reader.unsigned()
        if let label = label(number) { _ = try reader.teepMember(label) } else { try reader.skip() }
      }
      return true
    } catch { return false }
  }
}
