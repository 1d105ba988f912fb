import Glibc

/// Which users may use the ``BrokerAPI``: root, the broker's own, those that the configuration names, and the members
/// of the groups that it names.
public struct APIAccess: Sendable {
  private let users: Set<UInt32>
  private let groups: Set<UInt32>

  /// Looks the names up in the system's databases; a number stands for itself.
  public init(_ configuration: APIConfiguration) throws(APIAccessError) {
    var (users, groups): (Set<UInt32>, Set<UInt32>) = ([0, geteuid()], [])
    for name in configuration.users {
      guard let user = UInt32(name) ?? SystemUsers.number(ofUser: name) else { throw .unknownUser(name) }
      users.insert(user)
    }
    for name in configuration.groups {
      guard let group = UInt32(name) ?? SystemUsers.number(ofGroup: name) else { throw .unknownGroup(name) }
      groups.insert(group)
    }
    self.init(users: users, groups: groups)
  }

  init(users: Set<UInt32>, groups: Set<UInt32>) {
    self.users = users
    self.groups = groups
  }

  /// Whether anybody but root and the broker's own user may come.
  var isShared: Bool { users.count > Set([0, geteuid()]).count || !groups.isEmpty }

  func allows(_ peer: Peer) -> Bool {
    users.contains(peer.user) || groups.contains(peer.group)
      || !groups.isEmpty && !groups.isDisjoint(with: SystemUsers.groups(of: peer))
  }
}

/// Why the configured access makes no sense, as one sentence.
public enum APIAccessError: Error, Equatable, CustomStringConvertible {
  case unknownUser(String)
  case unknownGroup(String)

  public var description: String {
    switch self {
    case .unknownUser(let name): "api.users: there is no user '\(name)' on this machine"
    case .unknownGroup(let name): "api.groups: there is no group '\(name)' on this machine"
    }
  }
}

/// The system's databases of users and groups (passwd(5), group(5)).
enum SystemUsers {
  /// Bytes of the longest entry, and groups of one user, that are read.
  private static let entryLimit = 1 << 16
  private static let groupLimit = 1 << 12

  static func number(ofUser name: String) -> UInt32? {
    var (entry, buffer) = (unsafe passwd(), [CChar](repeating: 0, count: entryLimit))
    var found: UnsafeMutablePointer<passwd>?
    // The pointers are valid for the call; only a number is taken from what they point to.
    let status = unsafe getpwnam_r(name, &entry, &buffer, buffer.count, &found)
    return unsafe status == 0 && found != nil ? entry.pw_uid : nil
  }

  static func number(ofGroup name: String) -> UInt32? {
    var (entry, buffer) = (unsafe group(), [CChar](repeating: 0, count: entryLimit))
    var found: UnsafeMutablePointer<group>?
    // The pointers are valid for the call; only a number is taken from what they point to.
    let status = unsafe getgrnam_r(name, &entry, &buffer, buffer.count, &found)
    return unsafe status == 0 && found != nil ? entry.gr_gid : nil
  }

  /// All groups that a user is a member of, its own first.
  static func groups(of peer: Peer) -> [UInt32] {
    var (entry, buffer) = (unsafe passwd(), [CChar](repeating: 0, count: entryLimit))
    var found: UnsafeMutablePointer<passwd>?
    var groups = [gid_t](repeating: 0, count: groupLimit)
    var count = Int32(groupLimit)
    // The pointers are valid for the calls; the name lies in the buffer.
    guard unsafe getpwuid_r(peer.user, &entry, &buffer, buffer.count, &found) == 0, unsafe found != nil,
      unsafe getgrouplist(entry.pw_name, entry.pw_gid, &groups, &count) >= 0
    else { return [peer.group] }
    return Array(groups.prefix(Int(count)))
  }
}
