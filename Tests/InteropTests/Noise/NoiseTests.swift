import BoardTestSupport
import BoardTools
import Foundation
import TEEPHost
import TEEPLink
import TEEPTestSupport
import Testing

extension WholeTests {
  /// A line that damages one byte in a hundred, loses bursts of them, is slow at times and is cut: each exchange ends
  /// correctly, nothing arrives twice or changed. With each kind of agent as many exchanges as `TEEP_NOISY_EXCHANGES` says
  /// (`make noise`: 1,000), one in 50 of them an Update.
  struct NoiseTests {
    private static let count =
      ProcessInfo.processInfo.environment["TEEP_NOISY_EXCHANGES"].flatMap { Int($0) } ?? 100
    private static let updates = max(1, count / 50)
    private static let lanes = 10
    private let seed = SeededGenerator().seed

    /// Does the exchanges on several lines at once, since most of the time is spent waiting.
    private func exchange(at paths: [String]) async throws {
      print("TEEP_SEED=\(seed)")
      let count = max(1, (Self.count - Self.updates) / Self.lanes)
      let cuts = try await withThrowingTaskGroup { group in
        for (lane, path) in paths.enumerated() {
          group.addTask { try await NoisyExchanges.run(count, at: path, seed: seed &+ UInt64(lane)) }
        }
        return try await group.reduce(0, +)
      }
      #expect(cuts > 0)
    }

    @Test("calls over the sockets of teep-agent")
    func onLinux() async throws {
      let folder = try TemporaryFolder()
      let paths = (0..<Self.lanes).map { folder.path("\($0)") }
      for path in paths { try EchoAgent.start(at: path) }
      try await exchange(at: paths)
    }

    @Test("calls of boards in the emulator", .enabled(if: Products.areAvailable, "\(Products.absence)"))
    func onBoards() async throws {
      var boards: [EmulatedBoard] = []
      for _ in 0..<Self.lanes {
        let board = try EmulatedBoard(Products.board(), firmware: Products.selfTest())
        try await board.start()
        let connection = try SerialConnection(path: board.link)
        try await connection.send([UInt8(ascii: "l")])
        // What the emulator has not read when the connection ends is lost.
        #expect(try await connection.receive(1) == [UInt8(ascii: "!")])
        boards.append(board)
      }
      try await exchange(at: boards.map(\.link))
    }

    @Test("Updates of teep-agent")
    func updatesOnLinux() async throws {
      try await update { try await AgentProcess($0, flash: $0.provision()) }
    }

    @Test(
      "Updates of the firmware in the emulator", .enabled(if: Products.areAvailable, "\(Products.absence)"))
    func updatesOnBoards() async throws {
      try await update { try await DeviceInQEMU(flash: $0.provision()) }
    }

    /// Publishes versions of a component, and has each installed over a noisy line.
    private func update(_ makeDevice: (Deployment) async throws -> any Device) async throws {
      print("TEEP_SEED=\(seed)")
      let deployment = try await Deployment()
      let device = try await makeDevice(deployment)
      try deployment.enrol()
      let line = try NoisyLine(path: device.link, seed: seed, cutInterval: 3_000...12_000)
      var agent = AgentLine(line, .noisyTest)
      var random = SeededGenerator(seed: ~seed)
      for version in 1...Self.updates {
        let payload = (0..<600).map { _ in UInt8.random(in: 0 ... .max, using: &random) }
        try deployment.publishIntegrated("hello", version: version, payload)
        // Where an answer was lost with the line, the TAM hears of the version at the next check.
        repeat {
          do {
            let isThere = try await deployment.extract("hello", from: device.storeImage()) != nil
            let exchanges =
              isThere
              ? try await agent.checkPolicy(at: deployment.tamURI)
              : try await agent.request(from: deployment.tamURI)
            // The TAM took what the agent said: nothing in it was changed.
            #expect(exchanges.allSatisfy { $0.status == 200 || $0.status == 204 })
          } catch .lineLost as BrokerLink.Failure { continue }
        } while try deployment.device().components.map(\.sequenceNumber) != [UInt64(version)]
        #expect(try await deployment.extract("hello", from: device.storeImage()) == payload)
      }
      #expect(await line.cuts > 0)
    }
  }
}
