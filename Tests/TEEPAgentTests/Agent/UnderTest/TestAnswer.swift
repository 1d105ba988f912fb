import TEEPAgent

/// What an agent answered to a call, with the bytes that it is about.
enum TestAnswer: Equatable {
  case nothing
  case tamURI(String)
  case tamURIAndMessage(String, [UInt8])
  case message([UInt8])
  case failure(AgentCallFailure)
}
