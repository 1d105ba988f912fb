import Foundation
import TEEPTestSupport

/// A device that is a `teep-agent`: its flash outlasts the process.
final class AgentProcess: Device {
  let link: String
  private let flash: String
  private let deployment: Deployment
  private var service: Service?

  /// Starts the agent on a flash that holds the bytes of the file `flash`.
  init(_ deployment: Deployment, flash: String) async throws {
    self.deployment = deployment
    self.flash = flash
    link = deployment.folder.path("link")
    try await start()
  }

  deinit { service?.end(SIGKILL) }

  private func start() async throws {
    let service = try deployment.start("teep-agent", ["run", "--link", "unix:" + link, "--flash", flash])
    self.service = service
    try await service.waitForOutput("listening on")
  }

  /// Ends the process at once, wherever it is.
  func kill() { service?.end(SIGKILL) }

  func restart() async throws {
    kill()
    try await start()
  }

  func storeImage() throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: flash)))
  }
}
