import ArgumentParser
import TEEPHost

struct TAMPolicyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policy", abstract: "Say which devices get a component, and in which version.",
    discussion: """
      Without a policy every device gets the newest version of what it asks for or holds. That of a device counts before \
      that of all devices. A version is kept for as long as a policy names it: set the policy before the next one is \
      published.
      """)

  @Argument(help: "A published component, or its manifest.", transform: ComponentIdentifier.argument)
  var component: ComponentIdentifier

  @Option(help: "The device that it is about; without it, all that have no policy of their own.")
  var device: String?

  @Option(help: "The version that they get; without it, the newest one.")
  var sequenceNumber: UInt64?

  @Flag(help: "They do not get the component, and what they have of it is left alone.")
  var deny = false

  @Flag(help: "End the policy.")
  var remove = false

  @OptionGroup var admin: AdminOptions

  func validate() throws {
    guard [sequenceNumber != nil, deny, remove].count(where: { $0 }) <= 1 else {
      throw ValidationError("give at most one of --sequence-number, --deny and --remove")
    }
  }

  func run() async throws {
    if remove {
      let removal = PolicyRemoval(component: component, device: device)
      print("removed: \(Self.line(try await admin.client.removePolicy(removal)))")
    } else {
      let policy = DevicePolicy(
        component: component, device: device, isAllowed: !deny, sequenceNumber: sequenceNumber)
      print(Self.line(try await admin.client.setPolicy(policy)))
    }
  }

  static func line(_ policy: DevicePolicy) -> String {
    let effect =
      policy.isAllowed ? policy.sequenceNumber.map { "sequence-number \($0)" } ?? "newest" : "denied"
    return "manifest \(policy.component) \(policy.device.map { "device \($0)" } ?? "all devices") \(effect)"
  }
}

struct TAMPoliciesCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "policies", abstract: "List which devices get which components, and in which version.")

  @OptionGroup var options: ListOptions
  @OptionGroup var admin: AdminOptions

  func run() async throws {
    try options.show(await admin.client.policies()) { [TAMPolicyCommand.line($0)] }
  }
}
