import ArgumentParser
import TEEPBroker
import TEEPHost

/// Asks for a component on many devices, as applications do, and says what became of it.
struct RequestCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(commandName: "request")

  @Option(help: "The broker's API, as unix:PATH.", transform: { try UnixSocketAddress($0) })
  var api: UnixSocketAddress

  @Option(help: "How many devices, from device-0 on.")
  var count: Int

  @Option(help: "Requests under way at the same time.")
  var width = 200

  @Argument(help: "The component.", transform: { try ComponentIdentifier($0) })
  var component: ComponentIdentifier

  func run() async throws {
    let client = BrokerClient(api)
    let (component, count) = (component, count)
    let clock = ContinuousClock()
    let start = clock.now
    let failures = try await withThrowingTaskGroup(of: String?.self) { group in
      var failures: [String] = []
      for number in 0..<count {
        if number >= width, let failure = try await group.next() ?? nil { failures.append(failure) }
        group.addTask {
          do {
            _ = try await client.request(component, on: "device-\(number)")
            return nil
          } catch { return "\(error)" }
        }
      }
      for try await case let failure? in group { failures.append(failure) }
      return failures
    }
    let seconds = Int(start.duration(to: clock.now) / .seconds(1))
    print("Installed on \(count - failures.count) of \(count) devices in \(seconds) s.")
    for failure in failures.prefix(5) { print("\nFailed: \(failure)") }
  }
}
