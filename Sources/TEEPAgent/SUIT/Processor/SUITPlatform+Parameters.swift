import TEEPCodec

/// Parameters (draft-ietf-suit-manifest-37, section 8.4.8).
extension SUITPlatform where Self: ~Copyable {
  /// All that there are.
  static var supportedParameters: UInt64 { ofComponents | 1 << 12 | 1 << 13 }

  /// Those that belong to a component.
  private static var ofComponents: UInt64 {
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 14 | 1 << 18 | 1 << 19 | 1 << 21 | 1 << 22 | 1 << 23 | 1 << 24
  }

  /// suit-directive-override-parameters and set-parameters (section 8.4.10.3).
  @inline(never)
  mutating func setParameters(
    overriding: Bool, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    let argument = procedure.command.argument
    let content = CBORReader(memory.item(at: argument), base: argument.offset)
    var list: SUITParameters
    do throws(DecodeError) { list = try SUITParameters(content) } catch { throw .cborParse }
    while true {
      let next: (code: Int32, value: ByteRange)?
      do throws(DecodeError) { next = try list.next() } catch { throw .cborParse }
      guard let (code, value) = next else { return }
      try set(
        code, to: SUITPlace(content.base &+ value.start, inFlash: argument.isInFlash), overriding: overriding,
        memory)
    }
  }

  @inline(never)
  private mutating func set(
    _ code: Int32, to place: SUITPlace, overriding: Bool, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    switch code {
    // Commands run in order in any case.
    case SUITParameterCode.strictOrder.rawValue: _ = try boolean(at: place, memory)
    case SUITParameterCode.softFailure.rawValue:
      let isOn = try boolean(at: place, memory)
      // It belongs to a branch of try-each or to a run-sequence, and nowhere else may it be set.
      guard procedure.frames.last.kind == .branch || procedure.frames.last.kind == .run else {
        throw .operationFailed
      }
      procedure.frames.last.isSoft = isOn
    default:
      guard 0..<64 ~= code, Self.ofComponents &>> UInt64(truncatingIfNeeded: code) & 1 != 0 else {
        throw .parameterUnsupported
      }
      try procedure.parameters.set(
        code, of: Int(procedure.command.component), to: place, overriding: overriding)
    }
  }

  @inline(never)
  private func boolean(at place: SUITPlace, _ memory: borrowing SUITMemory) throws(SUITReportReason) -> Bool {
    var reader = memory.reader(at: place)
    do throws(DecodeError) { return try reader.boolean() } catch { throw .cborParse }
  }

  /// The content of a parameter that is a string; one that was never set fails the command (section 6.2).
  @_lifetime(copy memory)
  @inline(never)
  mutating func string(
    _ code: SUITParameterCode, of component: Int, _ memory: borrowing SUITMemory,
    _ type: MajorType = .byteString
  ) throws(SUITReportReason) -> Span<UInt8> {
    let place = procedure.parameters.place(of: code.rawValue, component)
    guard place.isPresent else { throw .conditionFailed }
    var reader = memory.reader(at: place)
    do throws(DecodeError) {
      let range = try type == .textString ? reader.textStringRange() : reader.byteStringRange()
      return reader.bytes.extracting(range.start..<range.end)
    } catch { throw .cborParse }
  }

  /// The content of a parameter that is a byte string and need not be there.
  @_lifetime(copy memory)
  @inline(never)
  mutating func optionalString(
    _ code: SUITParameterCode, of component: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Span<UInt8>? {
    guard procedure.parameters.place(of: code.rawValue, component).isPresent else { return nil }
    return try string(code, of: component, memory)
  }

  /// The value of a parameter that is a number, nil where it was never set.
  @inline(never)
  mutating func unsigned(
    _ code: SUITParameterCode, of component: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> UInt64? {
    let place = procedure.parameters.place(of: code.rawValue, component)
    guard place.isPresent else { return nil }
    var reader = memory.reader(at: place)
    do throws(DecodeError) { return try reader.unsigned() } catch { throw .cborParse }
  }

  /// The SHA-256 digest of parameter 3.
  @_lifetime(copy memory)
  @inline(never)
  mutating func imageDigest(
    of component: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> Span<UInt8> {
    let encoded = try string(.imageDigest, of: component, memory)
    let digest: SUITDigest
    do throws(DecodeError) { digest = try SUITDigest(decoding: encoded, base: 0) } catch { throw .cborParse }
    guard digest.algorithm == .sha256 else { throw .algorithmUnsupported }
    return digest.bytes
  }
}
