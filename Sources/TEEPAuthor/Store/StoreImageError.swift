public import TEEPAgent
public import TEEPCodec
public import TEEPHost

/// Why a store's image does not give what is asked of it. Each description completes a sentence that begins with
/// its file.
public enum StoreImageError: Error, Equatable, CustomStringConvertible {
  /// It is no store, or a damaged one.
  case unreadable(StoreError)
  /// It names something that is no component identifier.
  case malformedIdentifier(DecodeError)
  /// The component's bytes have been changed since they were installed.
  case damaged(ComponentIdentifier)
  /// There is no such component.
  case notInstalled(ComponentIdentifier)

  public var description: String {
    switch self {
    case .unreadable(.unsupportedSize):
      "is no image of a store: that has from \(StoreLayout.pageCounts.lowerBound) to "
        + "\(StoreLayout.pageCounts.upperBound) pages of \(flashPageSize) bytes"
    case .unreadable(.unknownLayoutVersion): "is the image of a store of another version of these tools"
    case .unreadable(.notProvisioned): "is no image of a store that was provisioned, or is damaged"
    case .unreadable(.contentLost): "is the image of a store that is damaged: what it held is no longer known"
    case .unreadable(let error): "cannot be read as a store: \(error)"
    case .malformedIdentifier(let error): "names something that is no component identifier: \(error)"
    case .damaged(let identifier):
      "holds the component \(identifier), but its bytes do not have the digest it was installed with"
    case .notInstalled(let identifier):
      "does not hold the component \(identifier); 'teep store list' shows what it holds"
    }
  }
}
