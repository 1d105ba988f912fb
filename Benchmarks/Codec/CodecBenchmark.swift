import BenchmarkProgram
import CodecComparison

/// Times TEEPCodec and libcbor on the messages of `bench/`, in the same run and on the same core.
///
/// Each line printed is a row of a Markdown table.
@main
enum CodecBenchmark {
  static func main() { Program.run(timeAll) }

  private static func timeAll() throws {
    let comparisons = try Comparison.all()
    print("| message | bytes | task | TEEPCodec, ns | libcbor, ns | libcbor / TEEPCodec |")
    print("|---|---|---|---|---|---|")
    for comparison in comparisons {
      let timing = try Timing(comparison)
      let ratio = timing.libcbor / timing.teepCodec
      print(
        "| `\(comparison.message)` | \(comparison.byteCount) | \(comparison.task) "
          + "| \(timing.teepCodec.rounded(1)) | \(timing.libcbor.rounded(0)) | \(ratio.rounded(1)) |")
    }
  }
}

extension Double {
  /// The number with as many digits behind the point, at most three.
  fileprivate func rounded(_ digits: Int) -> String {
    let scale = [1.0, 10, 100, 1000][digits]
    let scaled = Int((self * scale).rounded())
    guard digits > 0 else { return String(scaled) }
    let fraction = String(scaled % Int(scale))
    return "\(scaled / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
