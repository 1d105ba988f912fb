/// The names behind which a heap, or a run-time that needs one, hides. A firmware has none of them: the link leaves
/// them undefined, and this finds one that somebody defined.
public enum HeapSymbols {
  private static let names: Set<String> = [
    "aligned_alloc", "arc4random_buf", "calloc", "free", "malloc", "posix_memalign", "putchar", "realloc",
    "swift_once",
  ]
  private static let prefixes = ["__atomic_", "__sync_", "swift_alloc", "swift_slow"]

  /// Those of the file's symbols that are forbidden, in order.
  public static func found(in symbols: [ELFSymbol]) -> [String] {
    let all = Set(symbols.map(\.name))
    return all.filter { name in names.contains(name) || prefixes.contains(where: name.hasPrefix) }.sorted()
  }
}
