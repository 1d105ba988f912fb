import BenchmarkProgram
import BoardTools
import CodecTask
import TEEPCodec
import TEEPTestSupport

/// Counts what decoding the messages of `bench/` takes on an emulated Cortex-M0.
///
/// usage: device-benchmark FIRMWARE PLUGIN, with the firmware of `Embedded/Benchmark` and the plugin of
/// `Benchmarks/InstructionCounter`. Each line printed is a row of a Markdown table.
@main
enum DeviceBenchmark {
  static func main() async {
    await Program.run {
      guard CommandLine.arguments.count == 3 else { throw Failure("usage: device-benchmark FIRMWARE PLUGIN") }
      let device = try await BenchmarkDevice(
        firmware: ELFFile(path: CommandLine.arguments[1]), plugin: CommandLine.arguments[2])
      print("| message | bytes | instructions | cycles | ms at 16 MHz | stack, bytes |")
      print("|---|---:|---:|---:|---:|---:|")
      for name in ["qr", "upd_small", "upd_big"] {
        let message = try Vectors.bytes("bench/\(name).cbor")
        let cost = try await device.decode(message)
        guard cost.findings == (try findings(in: message)) else {
          throw Failure("the device finds something else in \(name) than this machine")
        }
        print(
          "| `\(name)` | \(message.count) | \(cost.instructions) | \(cost.cycles) "
            + "| \(milliseconds(cost.cycles)) | \(cost.stack) |")
      }
    }
  }

  private static func findings(in message: [UInt8]) throws -> [UInt8] {
    var room = [UInt8](repeating: 0, count: 512)
    var findings = Findings(room.mutableSpan)
    try DecodeTask.run(message.span, findings: &findings)
    let count = findings.count
    return Array(room.prefix(count))
  }

  /// Two digits behind the point.
  private static func milliseconds(_ cycles: Int) -> String {
    let hundredths = (cycles + 80) / 160
    return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
  }
}

/// Why there are no figures.
struct Failure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
