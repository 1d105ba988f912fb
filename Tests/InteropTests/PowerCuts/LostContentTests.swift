import BoardTestSupport
import BoardTools
import Foundation
import StoreTestSupport
import TEEPCodec
import TEEPLink
import TEEPTestSupport
import Testing

extension WholeTests {
  /// Damage that no copy makes good, with the firmware in the emulator.
  @Suite(.enabled(if: Products.areAvailable, "\(Products.absence)"))
  struct LostContentTests {
    @Test(
      "A device that has lost both copies of what it held installs nothing until it is provisioned again",
      arguments: ["root", "directory", "layout version"])
    func refusesUntilProvisioned(_ what: String) async throws {
      let deployment = try await Deployment()
      let provisioned = try [UInt8](Data(contentsOf: URL(fileURLWithPath: deployment.provision())))
      let copies = StoreBytes(provisioned)
      var damaged = provisioned
      for copy in [copies.first, copies.second] {
        switch what {
        case "root": damaged[copy[0][4]] ^= 1
        case "directory": damaged[copy[1][20]] ^= 1
        // Behind the two letters of the root page.
        default: damaged[copy[0][2]] ^= 1
        }
      }
      let board = try EmulatedBoard(Products.board(), firmware: Products.firmware())
      try await board.start(store: damaged)
      let before = try await board.flash()
      var client = LinkClient(try SerialConnection(path: board.link))
      for call in [LinkCall.status, .requestPolicyCheck, .processTEEPMessage] {
        // 4 is AgentCallFailure.notProvisioned.
        #expect(try await client.call(call, .init(repeating: 7, count: 300)).outcome == .failure(4))
      }
      #expect(try await board.flash() == before)
      try await board.start(store: provisioned)
      client = LinkClient(try SerialConnection(path: board.link))
      #expect(try await client.call(.requestPolicyCheck).outcome == .tamURI)
    }
  }
}
