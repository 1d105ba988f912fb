import ArgumentParser
import TEEPAuthor
import TEEPHost

struct TrustAnchorsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trust-anchors",
    abstract: "Make the content of the component that replaces a device's trust anchors.",
    discussion: """
      The description, in YAML or JSON, has 'tams', 'signers' and 'verifiers' as that of 'teep provision' has them. \
      All of them take the place of all that the device trusts: one that is left out is trusted no longer. At least \
      one signer needs 'rights: [trust-anchors]'.

      The component is teep/trust-anchors; the payload that this makes goes into an ordinary manifest of it, which \
      a signer with that right signs.
      """)

  @Option(help: "The description.")
  var description: String

  @Option(
    help: "The kind of device, where all that get them are of one kind, as 'teep provision' takes it.",
    transform: DeviceBoard.init(named:))
  var board: DeviceBoard?

  @Option(help: "The file of the payload; with a mac-key in it, made new, for its owner alone.")
  var output: String

  func run() throws {
    let anchors = try TrustAnchors(descriptionAt: description)
    let payload = try about(description) { try anchors.encoded(for: board) }
    if anchors.haveSecret {
      try FileContents.createPrivate(payload, at: output)
    } else {
      try FileContents.write(payload, to: output)
    }
  }
}
