import ArgumentParser
import TEEPAuthor
import TEEPHost

struct StoreExtractCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extract", abstract: "Copy an installed component out of the image of a store.")

  @Option(help: "The image of the store.")
  var image: String

  @Argument(
    help: "The component's identifier: segments joined by '/', text or 0x and hexadecimal digits.",
    transform: ComponentIdentifier.argument)
  var component: ComponentIdentifier

  @Option(help: "The file that the component's bytes go to.")
  var output: String

  func run() throws {
    let bytes = try FileContents.read(image)
    let contents = try about(image) { try StoreImage(bytes).contents(of: component) }
    try FileContents.write(contents, to: output)
  }
}
