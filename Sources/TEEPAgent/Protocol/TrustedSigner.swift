/// Whose a signature or MAC is.
struct TrustedSigner {
  /// The index of the trust anchor.
  let index: Int
  /// To be asked once more by whoever acts on it (``SignatureVerdict``).
  let verdict: SignatureVerdict
}
