import Glibc
import Logging

/// How many files, sockets among them, the system lets this process have open at the same time (setrlimit(2)).
enum OpenFileLimit {
  /// A device's line, and a connection to a TAM or a payload server.
  private static let perDevice = 2
  /// Applications, watchers, metrics, the state, and what the run-time needs for itself.
  private static let others = BrokerAPI.maximumConnections + 64

  /// How many files a broker with so many devices may have open.
  static func needed(forDevices count: Int) -> Int { count * perDevice + others }

  /// Raises the limit as far as the system lets this process do so; returns what it is then.
  @discardableResult
  static func raise() throws(SystemError) -> Int {
    let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
    var limit = rlimit()
    // The pointers are valid for the calls.
    try check("getrlimit", unsafe getrlimit(resource, &limit))
    limit.rlim_cur = limit.rlim_max
    try check("setrlimit", unsafe setrlimit(resource, &limit))
    return Int(clamping: limit.rlim_cur)
  }

  /// Raises the limit, and says in the log where that is not enough.
  static func raise(forDevices count: Int, logger: Logger) {
    let needed = needed(forDevices: count)
    do {
      let limit = try raise()
      guard limit < needed else { return }
      logger.warning(
        """
        the system lets the broker have \(limit) files open, and with \(count) devices it may need \(needed); \
        raise LimitNOFILE= of its unit, or ulimit -Hn, lest devices be left without a line
        """)
    } catch {
      logger.warning(
        "the limit of open files cannot be raised (\(error)); with \(count) devices \(needed) may be needed")
    }
  }
}
