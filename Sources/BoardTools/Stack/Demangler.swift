/// Turns symbols of Swift functions into what a reader recognises.
public enum Demangler {
  /// The readable name of each symbol, by symbol; what is no Swift symbol stays as it is.
  public static func names(of symbols: [String]) throws -> [String: String] {
    guard !symbols.isEmpty else { return [:] }
    let text = try ToolRunner.output(of: "swift-demangle", ["--compact", "--simplified", "--"] + symbols)
    let names = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return Dictionary(zip(symbols, names), uniquingKeysWith: { first, _ in first })
  }
}
