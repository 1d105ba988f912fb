/// Why the store did not do what it was asked. What was committed before is untouched in each case.
public enum StoreError: Error, Sendable, Equatable {
  /// The flash refused an operation. Whether a commit under way was made shows at the next mount; until then
  /// nothing more is written.
  case flash(FlashError)
  /// The flash has fewer or more pages than ``StoreLayout/pageCounts``, or a broken one.
  case unsupportedSize
  /// Provisioned for another layout than ``StoreLayout/version``.
  case unknownLayoutVersion
  /// The flash has never been provisioned, or no longer looks like it.
  case notProvisioned
  /// The provisioning content is empty or longer than ``StoreLayout/provisioningByteLimit``.
  case provisioningTooLong
  /// Both copies of the root or of the directory are damaged: which trust anchors there were and which sequence numbers
  /// were accepted is no longer known, so nothing is installed until the device is provisioned again.
  case contentLost
  /// No room: too few free pages in a row.
  case full
  /// One more manifest identifier than ``StoreLayout/identifierLimit`` would have to be remembered.
  case tooManyIdentifiers
  /// An identifier is empty or longer than ``StoreLayout/identifierByteLimit``.
  case unsupportedIdentifier
  /// A digest does not have ``StoreLayout/digestByteCount`` bytes.
  case unsupportedDigest
  /// Nothing of that identifier is installed.
  case notFound
  /// More bytes than the slot was allocated for.
  case slotOverflow
  /// Fewer bytes than the slot was allocated for.
  case slotIncomplete
  /// A component or dependency without a manifest staged before it.
  case noManifestStaged
  /// The manifest, the component or dependency of the same manifest, or the provisioning content has been staged in
  /// this transaction already.
  case alreadyStaged
  /// A higher sequence number of the same manifest has been installed once (SUIT manifest, section 6.1).
  case lowerSequenceNumber
  /// The component would be overwritten although a manifest outside the transaction links it.
  case componentLinked
  /// A manifest would link a dependency that is not installed, or no longer.
  case dependencyMissing
}
