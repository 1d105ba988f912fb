/// An agent and its flash, in whichever form.
protocol AgentUnderTest: AnyObject {
  /// What the broker fetches for the agent, by URI.
  var payloads: [String: [UInt8]] { get set }
  /// How many bytes the broker gives it at a time.
  var chunkByteCount: Int { get set }
  /// The URIs that it asked for, in order.
  var opened: [String] { get }
  /// What is in its flash.
  var flashState: FlashState { get throws }
  /// What it says is free in its store.
  var freeByteCount: Int { get throws }

  /// Switches it off, at once, and on again; what the broker has stays.
  func restart() throws
  /// Has it look at what is installed, as teep-agent does at its start.
  func validateInstalled() throws
  /// Inverts the bits of `mask` in one byte of the flash.
  func flip(_ mask: UInt8, at offset: Int) throws

  /// RequestTA without a URI.
  func requestTA(_ identifier: [UInt8], binarySequenceNumber: UInt64?) throws -> TestAnswer
  /// UnrequestTA without a URI.
  func unrequestTA(_ identifier: [UInt8]) throws -> TestAnswer
  func requestPolicyCheck() throws -> TestAnswer
  /// ProcessTeepMessage.
  func process(_ message: [UInt8]) throws -> TestAnswer
  /// ProcessTeepMessage, by way of the inbox; nil where the agent does not take it.
  func processInbox(_ message: [UInt8]) throws -> TestAnswer?
  /// What it answers to a message that it does not take.
  func refuseOversizedMessage() throws -> TestAnswer
  func processError() throws
}
