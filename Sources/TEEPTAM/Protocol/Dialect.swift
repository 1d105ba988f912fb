import TEEPCodec

/// Which numbers a TEEP message uses: those that IANA registered, or those of earlier drafts.
enum Dialect: String, Codable, Sendable {
  case final
  case legacy

  var numbers: TEEPNumbers { self == .final ? .final : .legacy }

  /// What a message shows; nil where it could be either.
  init?(provedBy message: Span<UInt8>) {
    guard let numbers = TEEPNumbers.proved(by: message) else { return nil }
    self = numbers == .final ? .final : .legacy
  }
}
