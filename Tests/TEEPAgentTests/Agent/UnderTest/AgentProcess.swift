import Foundation
import TEEPAgent
import TEEPCodec
import TEEPLink
import TEEPTestSupport

/// A `teep-agent`, reached by its link alone; its flash is a file.
final class AgentProcess: AgentUnderTest {
  /// The largest message that teep-agent holds in RAM.
  private static let largestMessage = 2048

  private let folder: TemporaryFolder
  private let process: RunningAgent
  /// What a TAM once signed: the agent writes no message before such a one has come since its start.
  private let authentic: [UInt8]
  private var line: AgentLine
  private var hasSeenAuthentic = false

  init(flash: [UInt8], authentic: [UInt8]) throws {
    self.authentic = authentic
    folder = try TemporaryFolder()
    try folder.write(flash, to: "flash")
    process = try RunningAgent(in: folder)
    line = AgentLine(try process.connect())
  }

  var payloads: [String: [UInt8]] {
    get { line.payloads }
    set { line.payloads = newValue }
  }
  var chunkByteCount: Int {
    get { line.chunkByteCount }
    set { line.chunkByteCount = newValue }
  }
  var opened: [String] { line.opened }
  var flashState: FlashState {
    get throws { FlashState(memory: try folder.read("flash"), operationCount: nil) }
  }

  /// Member 3 of what the status says.
  var freeByteCount: Int {
    get throws {
      let status = try line.call(.status).message
      var reader = CBORReader(status.span)
      for _ in 0..<(try reader.map()) {
        if try reader.unsigned() == 3 { return Int(try reader.unsigned()) }
        _ = try reader.skip()
      }
      throw NoFreeByteCount()
    }
  }

  func restart() throws {
    let (payloads, chunkByteCount) = (payloads, chunkByteCount)
    try process.restart()
    line = AgentLine(try process.connect())
    (line.payloads, line.chunkByteCount) = (payloads, chunkByteCount)
    hasSeenAuthentic = false
  }

  func validateInstalled() throws { try restart() }

  func flip(_ mask: UInt8, at offset: Int) throws {
    let file = try FileHandle(forUpdating: URL(fileURLWithPath: folder.path("flash")))
    try file.seek(toOffset: UInt64(offset))
    let byte = try file.read(upToCount: 1)?.first ?? 0
    try file.seek(toOffset: UInt64(offset))
    try file.write(contentsOf: [byte ^ mask])
    try file.close()
  }

  func requestTA(_ identifier: [UInt8], binarySequenceNumber: UInt64?) throws -> TestAnswer {
    var argument = [0x82] + identifier + [0xF6]
    if let binarySequenceNumber {
      argument[0] += 1
      argument += try encoded { (cbor) throws(EncodeError) in try cbor.unsigned(binarySequenceNumber) }
    }
    return try call(.requestTA, argument)
  }

  func unrequestTA(_ identifier: [UInt8]) throws -> TestAnswer {
    try call(.unrequestTA, [0x82] + identifier + [0xF6])
  }

  func requestPolicyCheck() throws -> TestAnswer { try call(.requestPolicyCheck) }

  func process(_ message: [UInt8]) throws -> TestAnswer {
    if message.count > Self.largestMessage, !hasSeenAuthentic {
      _ = try call(.processTEEPMessage, authentic)
      hasSeenAuthentic = true
    }
    return try call(.processTEEPMessage, message)
  }

  func processInbox(_ message: [UInt8]) throws -> TestAnswer? {
    precondition(message.count > Self.largestMessage, "teep-agent keeps such a message in RAM")
    let answer = try call(.processTEEPMessage, message)
    guard case .message(let bytes) = answer else { return answer }
    // Every refusal is this one of Agent.refuseOversizedMessage(response:).
    return Data(bytes).firstRange(of: Data("larger than this agent can hold".utf8)) == nil ? answer : nil
  }

  func refuseOversizedMessage() throws -> TestAnswer {
    try restart()
    return try call(.processTEEPMessage, [UInt8](repeating: 0x5A, count: 4096))
  }

  func processError() throws { _ = try call(.processError) }

  private func call(_ call: LinkCall, _ argument: [UInt8] = []) throws -> TestAnswer {
    let answer = try line.call(call, argument)
    let tam = String(decoding: answer.tamURI, as: UTF8.self)
    switch answer.outcome {
    case .nothing: return .nothing
    case .tamURI: return .tamURI(tam)
    case .message: return .message(answer.message)
    case .tamURIAndMessage: return .tamURIAndMessage(tam, answer.message)
    case .failure(let code):
      guard let failure = AgentCallFailure(rawValue: code) else { throw UnknownFailure(code: code) }
      return .failure(failure)
    }
  }

  /// The status does not say what is free.
  struct NoFreeByteCount: Error {}

  /// The agent failed for a reason that AgentCallFailure does not have.
  struct UnknownFailure: Error {
    let code: UInt8
  }
}
