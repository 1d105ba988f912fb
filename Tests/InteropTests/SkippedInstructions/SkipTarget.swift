import BoardTestSupport
import BoardTools
import Foundation
import TEEPCodec
import TEEPLink
import TEEPTestSupport

/// What becomes of a message.
enum SkipOutcome {
  /// The answer is no Error.
  case answered
  case refused
  /// What comes back is no message.
  case garbled
  /// The agent restarted.
  case restarted
  /// The agent fell silent.
  case silent
}

/// A board whose processor can be made to skip one instruction.
final class SkipTarget {
  private let board: EmulatedBoard
  private let code: [UInt8]
  private var client: LinkClient<SerialConnection>

  /// `mov r8, r8`, which changes nothing.
  private static let nothing: [UInt8] = [0xC0, 0x46]

  /// Starts the firmware with what the file `store` holds.
  init(store path: String) async throws {
    let elf = try Products.firmware()
    code = try FlashImage(elf, memory: Products.board().memoryMap()).bytes
    board = try EmulatedBoard(Products.board(), firmware: elf)
    try await board.start(store: [UInt8](Data(contentsOf: URL(fileURLWithPath: path))))
    client = LinkClient(try SerialConnection(path: board.link), .impatient)
    // The agent is at work; the first call of all opens the link's session.
    _ = try await client.call(.status)
  }

  func skip(_ place: Range<Int>) async throws {
    try await board.overwrite(
      Array([Self.nothing, Self.nothing].joined().prefix(place.count)), at: place.lowerBound)
  }

  func restore(_ place: Range<Int>) async throws {
    try await board.overwrite(Array(code[place]), at: place.lowerBound)
  }

  func send(_ message: [UInt8]) async throws -> SkipOutcome {
    do {
      let answer = try await client.call(.processTEEPMessage, message)
      guard answer.outcome == .message else { return .refused }
      guard let type = try? TEEPAnswer(answer.message).type else { return .garbled }
      return type == .error ? .refused : .answered
    } catch let failure as BrokerLink.Failure {
      return failure == .agentRestarted ? .restarted : .silent
    }
  }

  func storeImage() async throws -> [UInt8] { try await Array(board.flash().store) }
}

extension BrokerLink.Configuration {
  /// For an agent without a slow line, which has a few seconds to answer.
  fileprivate static var impatient: Self {
    var configuration = Self().scaled(by: 0.1)
    configuration.toleratedSilence = 5_000
    configuration.maximumRetransmissions = 20
    return configuration
  }
}
