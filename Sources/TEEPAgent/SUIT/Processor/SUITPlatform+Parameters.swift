import TEEPCodec

/// Parameters (draft-ietf-suit-manifest-37, section 8.4.8).
extension SUITPlatform where Self: ~Copyable {
  /// Those that belong to a component.
  private static var supported: UInt64 {
    1 << 1 | 1 << 2 | 1 << 3 | 1 << 5 | 1 << 14 | 1 << 18 | 1 << 19 | 1 << 21 | 1 << 22 | 1 << 23 | 1 << 24
  }

  /// suit-directive-override-parameters and set-parameters (section 8.4.10.3).
  @inline(never)
  mutating func setParameters(
    _ argument: SUITPlace, of component: Int, overriding: Bool, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) {
    var reader = memory.reader(at: argument)
    let content: CBORReader
    var list: SUITParameters
    do throws(DecodeError) {
      content = reader.nested(try reader.skip())
      list = try SUITParameters(content)
    } catch { throw .cborParse }
    while true {
      let next: (code: Int32, value: ByteRange)?
      do throws(DecodeError) { next = try list.next() } catch { throw .cborParse }
      guard let (code, value) = next else { return }
      if code == SUITParameterCode.softFailure.rawValue || code == SUITParameterCode.strictOrder.rawValue {
        try setFlag(code, content.nested(value))
        continue
      }
      guard 0..<64 ~= code, Self.supported &>> UInt64(truncatingIfNeeded: code) & 1 != 0 else {
        throw .parameterUnsupported
      }
      try procedure.set(
        code, of: component, to: SUITPlace(content.base &+ value.start, inFlash: argument.isInFlash),
        overriding: overriding)
    }
  }

  /// soft-failure belongs to a branch of try-each or to a run-sequence, and nowhere else may it be set; strict-order may
  /// say what it likes, since commands run in order in any case.
  private mutating func setFlag(_ code: Int32, _ value: CBORReader) throws(SUITReportReason) {
    var reader = value
    let isOn: Bool
    do throws(DecodeError) { isOn = try reader.boolean() } catch { throw .cborParse }
    guard code == SUITParameterCode.softFailure.rawValue else { return }
    let top = procedure.depth &- 1
    let kind = procedure.frames[top].kind
    guard kind == .branch || kind == .run else { throw .operationFailed }
    procedure.frames[top].isSoft = isOn
  }

  /// The content of a parameter that is a string; one that was never set fails the command (section 6.2).
  @_lifetime(copy memory)
  @inline(never)
  mutating func string(
    _ code: SUITParameterCode, of component: Int, _ memory: borrowing SUITMemory,
    _ type: MajorType = .byteString
  ) throws(SUITReportReason) -> Span<UInt8> {
    let place = procedure.parameter(code, of: component)
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
    guard procedure.parameter(code, of: component).isPresent else { return nil }
    return try string(code, of: component, memory)
  }

  /// The value of a parameter that is a number, nil where it was never set.
  @inline(never)
  mutating func unsigned(
    _ code: SUITParameterCode, of component: Int, _ memory: borrowing SUITMemory
  ) throws(SUITReportReason) -> UInt64? {
    let place = procedure.parameter(code, of: component)
    guard place.isPresent else { return nil }
    var reader = memory.reader(at: place)
    do throws(DecodeError) { return try reader.unsigned() } catch { throw .cborParse }
  }
}
