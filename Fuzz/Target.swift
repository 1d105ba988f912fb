import Foundation
import TEEPCodec

/// What a run feeds with inputs: the program holds all of them, and `FUZZ_TARGET` names one.
///
/// Each reads the input as far down as the codec can. What decodes is encoded again and decoded once more, and both have
/// to be the same; a trap, an access that AddressSanitizer sees or a `precondition` here is a finding.
enum Target: String {
  case cbor
  case cose
  case message
  case legacyMessage = "legacy-message"
  case envelope
  case report
  case eat

  /// Named in the environment.
  static let chosen: Target = {
    guard let name = ProcessInfo.processInfo.environment["FUZZ_TARGET"], let target = Target(rawValue: name)
    else {
      fatalError("FUZZ_TARGET has to name a target")
    }
    return target
  }()

  func run(_ input: Span<UInt8>) throws(DecodeError) {
    switch self {
    case .cbor: try CBORTarget.run(input)
    case .cose: try COSETarget.run(input)
    case .message: try MessageTarget.run(input, numbers: .final)
    case .legacyMessage: try MessageTarget.run(input, numbers: .legacy)
    case .envelope: try EnvelopeTarget.run(input)
    case .report: try ReportTarget.run(input)
    case .eat: try EATTarget.run(input)
    }
  }
}

/// Called by libFuzzer for each input.
@c(LLVMFuzzerTestOneInput)
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // A copy of just the size, so that AddressSanitizer sees each access beyond it.
  let input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
  do throws(DecodeError) {
    try Target.chosen.run(input.span)
  } catch {
    precondition((0...count).contains(error.offset), "\(error) in \(count) bytes")
  }
  return 0
}
