import TEEPCodec

extension SUITProcessor {
  /// Runs one command on the current component.
  @inline(never)
  mutating func execute<Platform: SUITPlatform & ~Copyable>(
    _ command: borrowing SUITCommand, source: Span<UInt8>, on platform: inout Platform
  ) throws(SUITReportReason) {
    // The numbers themselves: a device need not know the commands that it does not have.
    switch command.rawCode {
    case SUITCommandCode.conditionVendorIdentifier.rawValue:
      let expected = try Self.byteString(parameters.span[componentIndex].vendorIdentifier, of: source)
      guard platform.matches(vendorIdentifier: expected) else { throw .conditionFailed }
      checkedVendor = true
    case SUITCommandCode.conditionClassIdentifier.rawValue:
      let expected = try Self.byteString(parameters.span[componentIndex].classIdentifier, of: source)
      guard platform.matches(classIdentifier: expected) else { throw .conditionFailed }
      checkedClass = true
    case SUITCommandCode.conditionImageMatch.rawValue: try imageMatch(source: source, on: &platform)
    case SUITCommandCode.conditionAbort.rawValue: throw .conditionFailed
    case SUITCommandCode.directiveSetComponentIndex.rawValue: try setComponentIndex(command.argument)
    case SUITCommandCode.directiveOverrideParameters.rawValue: try set(command.argument, overriding: true)
    case SUITCommandCode.directiveSetParameters.rawValue: try set(command.argument, overriding: false)
    case SUITCommandCode.directiveWrite.rawValue:
      let content = try Self.byteString(parameters.span[componentIndex].content, of: source)
      try platform.write(componentIndex, content: content)
      noteWritten()
    case SUITCommandCode.directiveFetch.rawValue: try fetch(source: source, on: &platform)
    case SUITCommandCode.directiveUnlink.rawValue: try platform.unlink(componentIndex)
    default: throw .commandUnsupported
    }
  }

  /// suit-directive-set-component-index with one integer (section 8.4.10.1).
  private mutating func setComponentIndex(_ argument: CBORReader) throws(SUITReportReason) {
    var reader = argument
    guard let index = try? reader.unsigned(), index < UInt64(componentCount) else {
      throw .componentUnsupported
    }
    componentIndex = Int(truncatingIfNeeded: index)
  }

  /// suit-directive-override-parameters and set-parameters (section 8.4.10.3).
  private mutating func set(_ argument: CBORReader, overriding: Bool) throws(SUITReportReason) {
    do throws(DecodeError) {
      var list = try SUITParameters(argument)
      while let (code, value) = try list.next() {
        let range = ByteRange(start: argument.base &+ value.start, count: value.count)
        guard parameters[componentIndex].set(code, to: range, overriding: overriding) else {
          throw DecodeError(.unsupported, at: range.start)
        }
      }
    } catch {
      throw error.reason == .unsupported ? .parameterUnsupported : .cborParse
    }
  }

  /// suit-directive-fetch: an integrated payload where the envelope has one of that URI (sections 7.5, 8.4.10.4).
  private mutating func fetch<Platform: SUITPlatform & ~Copyable>(
    source: Span<UInt8>, on platform: inout Platform
  ) throws(SUITReportReason) {
    let uri = try Self.string(parameters.span[componentIndex].uri, of: source, .textString)
    let integrated: Span<UInt8>?
    do throws(DecodeError) {
      integrated = isEnvelope ? try SUITEnvelope(decoding: source).integratedPayload(uri: uri) : nil
    } catch { throw .cborParse }
    if let integrated {
      try platform.write(componentIndex, content: integrated)
    } else {
      // Without a size a payload could not be bounded before it is written.
      guard let imageSize = try imageSize(of: source) else { throw .parameterUnsupported }
      try platform.fetch(componentIndex, uri: uri, imageSize: imageSize)
    }
    noteWritten()
  }

  private mutating func noteWritten() {
    let bit: UInt32 = 1 &<< UInt32(componentIndex)
    written |= bit
    verified &= ~bit
  }

  /// suit-condition-image-match: the component has the digest of parameter 3, and the size of parameter 14 where it is
  /// there (section 8.4.9.2).
  @inline(never)
  mutating func imageMatch<Platform: SUITPlatform & ~Copyable>(
    source: Span<UInt8>, on platform: inout Platform
  ) throws(SUITReportReason) {
    let range = parameters.span[componentIndex].imageDigest
    let encoded = try Self.byteString(range, of: source)
    let expectedSize = try imageSize(of: source)
    var computed = InlineArray<32, UInt8>(repeating: 0)
    var computedSpan = computed.mutableSpan
    guard let size = platform.image(of: componentIndex, digest: &computedSpan) else { throw .conditionFailed }
    do throws(DecodeError) {
      let expected = try SUITDigest(decoding: encoded, base: range.start)
      guard expected.algorithm == .sha256 else { throw DecodeError(.unsupported, at: range.start) }
      guard expectedSize == nil || expectedSize == size, computed.span.equals(expected.bytes) else {
        throw DecodeError(.outOfRange, at: range.start)
      }
    } catch {
      switch error.reason {
      case .outOfRange: throw .conditionFailed
      case .unsupported: throw .algorithmUnsupported
      default: throw .cborParse
      }
    }
    verified |= 1 &<< UInt32(componentIndex)
  }

  /// Demands that the component, once written, has been compared with its digest, and compares it where no command has.
  mutating func verify<Platform: SUITPlatform & ~Copyable>(
    _ component: Int, source: Span<UInt8>, on platform: inout Platform
  ) throws(SUITFailure) {
    guard verified & (1 &<< UInt32(component)) == 0 else { return }
    componentIndex = component
    do throws(SUITReportReason) { try imageMatch(source: source, on: &platform) } catch {
      throw SUITFailure(
        error, code: SUITCommandCode.conditionImageMatch.rawValue,
        record: SUITRecord(section: 0, offset: 0, componentIndex: UInt16(truncatingIfNeeded: component)))
    }
  }

  /// The SHA-256 digest that parameter 3 gives the component.
  @_lifetime(copy source)
  mutating func imageDigest(of component: Int, source: Span<UInt8>) -> Span<UInt8>? {
    let range = parameters.span[component].imageDigest
    guard let encoded = try? Self.byteString(range, of: source),
      let digest = try? SUITDigest(decoding: encoded, base: range.start)
    else { return nil }
    return digest.bytes
  }

  /// Parameter 14 of the current component.
  private mutating func imageSize(of source: Span<UInt8>) throws(SUITReportReason) -> Int? {
    let range = parameters.span[componentIndex].imageSize
    guard range.isPresent else { return nil }
    var reader = CBORReader(source.bytes(ofPresent: range))
    guard let size = try? reader.unsigned(upTo: UInt64(Int32.max)) else { throw .cborParse }
    return Int(truncatingIfNeeded: size)
  }

  @_lifetime(copy source)
  private static func byteString(_ range: ByteRange, of source: Span<UInt8>) throws(SUITReportReason) -> Span<
    UInt8
  > {
    try string(range, of: source, .byteString)
  }

  /// The content of a parameter that is a string; one that was never set fails the command (section 6.2).
  @_lifetime(copy source)
  @inline(never)
  private static func string(
    _ range: ByteRange, of source: Span<UInt8>, _ type: MajorType
  ) throws(SUITReportReason) -> Span<UInt8> {
    guard let encoded = source.bytes(of: range) else { throw .conditionFailed }
    do throws(DecodeError) {
      var reader = CBORReader(encoded)
      let content = try type == .textString ? reader.textStringRange() : reader.byteStringRange()
      return encoded.extracting(content.start..<content.end)
    } catch { throw .cborParse }
  }
}
