import TEEPCodec

/// Any item: the reader, the walker and the writer about the same bytes.
enum CBORTarget {
  static func run(_ input: Span<UInt8>) throws(DecodeError) {
    let length = try CBORItemWalker([]).walk(input)
    precondition((1...input.count).contains(length))
    for shift in UInt32(0)..<16 {
      // More rules never accept more, nor another item.
      if let ruled = try? CBORItemWalker(StrictnessRules(rawValue: 1 << shift)).walk(input) {
        precondition(ruled == length)
      }
    }
    var reader = CBORReader(input)
    let range = try reader.skip()
    precondition(range.count == length)
    precondition((try? CBORItemWalker(.everyItem).walk(input)) == length)
    try checkRewriting(input, count: length)
  }

  /// An item that keeps every rule about heads has one encoding, which is that of its values.
  private static func checkRewriting(_ input: Span<UInt8>, count: Int) throws(DecodeError) {
    var output = [UInt8](repeating: 0, count: count)
    let written = try rewrite(input.extracting(first: count), into: output.mutableSpan)
    precondition(written == count && output.span.equals(input.extracting(first: count)))
  }

  private static func rewrite(
    _ input: Span<UInt8>, into output: consuming MutableSpan<UInt8>
  ) throws(DecodeError) -> Int {
    var reader = CBORReader(input)
    var writer = CBORWriter(output)
    do {
      while !reader.isAtEnd {
        let start = reader.offset
        switch try reader.peek() {
        case .byteString: try writer.byteString(try reader.byteString())
        case .textString: try writer.textString(try reader.textString())
        case .simple:
          _ = try reader.head()
          try writer.raw(input.extracting(start..<reader.offset))
        default:
          let (major, argument) = try reader.head()
          try writer.head(major, argument)
        }
      }
    } catch let error as DecodeError {
      throw error
    } catch {
      preconditionFailure("what was read does not fit where it was")
    }
    return writer.count
  }
}
