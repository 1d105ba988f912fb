import LinkTestSupport

/// Prints how fast a payload travels over a clean simulated line, as a Markdown table.
@main
enum LinkBenchmark {
  static func main() {
    print("| frames of at most, bytes | payload, bytes a second | share of what is possible |")
    print("|---:|---:|---:|")
    for largestFrame: UInt8 in [64, 128, 255] {
      let throughput = Throughput(largestFrame: largestFrame, seed: 1)
      print("| \(largestFrame) | \(throughput.bytesPerSecond) | \(throughput.share) % |")
    }
  }
}
