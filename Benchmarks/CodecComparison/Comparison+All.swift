extension Comparison {
  /// The comparisons of all messages of `bench/`.
  public static func all() throws -> [Comparison] {
    try ["qr", "upd_small", "upd_big"].map { try Comparison(decoding: $0) } + [Comparison(encoding: "resp")]
  }
}
