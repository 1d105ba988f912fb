import AllocationCounter
import BenchmarkProgram
import CodecComparison

/// Counts what both codecs ask of the heap for each message of `bench/`. TEEPCodec must ask for nothing.
///
/// Not part of the benchmark's program, whose times the counting would change.
@main
enum CodecAllocations {
  static func main() { Program.run(countAll) }

  private static func countAll() throws {
    print("| message | task | TEEPCodec, allocations | libcbor, allocations |")
    print("|---|---|---|---|")
    var total: UInt64 = 0
    for comparison in try Comparison.all() {
      let teepCodec = try count(comparison.teepCodec)
      total += teepCodec
      print(
        "| `\(comparison.message)` | \(comparison.task) | \(teepCodec) | \(try count(comparison.libcbor)) |")
    }
    guard total == 0 else { throw UnexpectedAllocation() }
  }

  /// Allocations of one message.
  private static func count(_ work: Comparison.Work) throws -> UInt64 {
    let before = allocation_count()
    try work(1)
    return allocation_count() - before
  }
}

/// The codec allocates.
struct UnexpectedAllocation: Error, CustomStringConvertible {
  let description = "TEEPCodec asked the heap for memory"
}
