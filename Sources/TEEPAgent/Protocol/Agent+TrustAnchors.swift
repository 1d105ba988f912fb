#if !WITHOUT_TRUST_ANCHOR_UPDATES
  import TEEPCodec

  /// The device's trust anchors as a component that an Update can replace (docs/trust-anchors.md).
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    /// Puts new trust anchors into the transaction that installs them as a component. They stay when their manifest is
    /// removed: what was revoked does not come back.
    @inline(never)
    mutating func stageTrustAnchors(_ bytes: Span<UInt8>) throws(StoreError) {
      guard StoreContent.trustAnchors.limits ~= bytes.count,
        let anchors = try? TrustAnchorSet(decoding: bytes),
        Trust.canManage(anchors)
      else { throw .notFound }
      try store.put(bytes, as: .trustAnchors)
    }

    /// What was known of the TAMs by their places among the anchors is so no longer.
    mutating func forgetTAMs() {
      agreements = Agreements()
      sendingTAM = nil
      #if !WITHOUT_CERTIFICATES
        certifiedTAM = nil
      #endif
      nextTAM = 0
    }
  }

  extension Trust {
    /// Whether an encoded identifier is that of the trust anchors.
    @inline(never)
    static func isTrustAnchors(_ identifier: Span<UInt8>) -> Bool {
      let own = TrustAnchorSet.componentIdentifier
      return own.span.equals(identifier)
    }

    /// Whether somebody may replace these trust anchors again: a signer with the right to, and a TAM that may bring it. A
    /// device that takes others is lost for good.
    @inline(never)
    fileprivate static func canManage(_ anchors: borrowing TrustAnchorSet) -> Bool {
      let identifier = TrustAnchorSet.componentIdentifier
      var (hasSigner, hasTAM) = (false, false)
      for index in 0..<anchors.count(of: .signer) {
        guard let signer = try? anchors.anchor(.signer, at: index) else { return false }
        if signer.policy.contains(.managesTrustAnchors), (try? signer.permits(identifier.span)) == true {
          hasSigner = true
        }
      }
      for index in 0..<anchors.count(of: .tam) {
        guard let tam = try? anchors.anchor(.tam, at: index), tam.uri != nil else { return false }
        if (try? tam.permits(identifier.span)) == true { hasTAM = true }
      }
      return hasSigner && hasTAM
    }
  }
#endif
