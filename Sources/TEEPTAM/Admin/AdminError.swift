/// Why something is not published, enrolled or removed.
struct AdminError: Error, Equatable, CustomStringConvertible {
  /// Which HTTP status says it.
  enum Kind: Sendable {
    /// The request is wrong in itself.
    case invalid
    /// What it names is not there.
    case notFound
    /// It does not go with what is there.
    case conflict
    /// It is more than there is room for.
    case tooLarge
  }

  let kind: Kind
  /// One sentence: what, which field, and what to do.
  let description: String

  init(_ kind: Kind, _ description: String) {
    self.kind = kind
    self.description = description
  }
}
