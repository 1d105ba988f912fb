/// One of the functions whose code an address holds: with inlining there are several.
struct SourceFrame: Equatable, Sendable {
  /// The symbol of the function.
  let function: String
  /// The path of the file that the line is in; of code that the compiler made up, something that is no path.
  let file: String
}
