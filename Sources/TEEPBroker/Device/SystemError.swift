import Glibc

/// A call to the system that failed.
struct SystemError: Error, Equatable, CustomStringConvertible {
  /// What was tried.
  let call: String
  /// The error's number (errno(3)).
  let number: Int32

  var description: String { "\(call): \(Self.text(number))" }

  /// The system's text for an error's number.
  static func text(_ number: Int32) -> String {
    // The text lives until the next call on this thread.
    unsafe String(cString: strerror(number))
  }
}

/// Throws the error that the system has left where `result` is negative.
@discardableResult
func check(_ call: String, _ result: Int32) throws(SystemError) -> Int32 {
  guard result >= 0 else { throw SystemError(call: call, number: errno) }
  return result
}
