import ArgumentParser
import TEEPAuthor
import TEEPHost

struct InspectCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inspect",
    abstract: "Show a TEEP, COSE, SUIT or EAT message, or any other CBOR, in diagnostic notation.",
    discussion: """
      Fields have their names as comments, and what is encoded inside a byte string is shown in << >> where its \
      meaning is known.
      """)

  @Argument(help: "The file; - for standard input.")
  var file: String

  func run() throws {
    let bytes = try FileContents.read(file)
    print(try about(file) { try DiagnosticNotation.text(of: bytes) })
  }
}
