import TEEPCodec

/// Decoding whose errors are failures of the manifest: what cannot be read is reported as `cbor-parse`.
extension SUITEnvelope {
  @_lifetime(copy bytes)
  @inline(never)
  static func read(_ bytes: Span<UInt8>) throws(SUITFailure) -> SUITEnvelope {
    do throws(DecodeError) { return try SUITEnvelope(decoding: bytes) } catch {
      throw SUITFailure(.cborParse)
    }
  }

  /// The SHA-256 digest of the manifest, which is the one algorithm of this agent.
  @_lifetime(copy self)
  @inline(never)
  func readDigest() throws(SUITFailure) -> Span<UInt8> {
    let digest: SUITDigest
    do throws(DecodeError) { digest = try self.digest } catch { throw SUITFailure(.cborParse) }
    guard digest.algorithm == .sha256 else { throw SUITFailure(.algorithmUnsupported) }
    return digest.bytes
  }
}

extension SUITManifest {
  @_lifetime(copy bytes)
  @inline(never)
  static func read(_ bytes: Span<UInt8>, base: Int = 0) throws(SUITFailure) -> SUITManifest {
    do throws(DecodeError) { return try SUITManifest(decoding: bytes, base: base) } catch {
      throw SUITFailure(.cborParse)
    }
  }

  @_lifetime(copy self)
  @inline(never)
  func readCommon() throws(SUITFailure) -> SUITCommon {
    do throws(DecodeError) { return try common() } catch { throw SUITFailure(.cborParse) }
  }

  @_lifetime(copy self)
  @inline(never)
  func readIdentifier() throws(SUITFailure) -> Span<UInt8> {
    do throws(DecodeError) { return try identifier() } catch { throw SUITFailure(.cborParse) }
  }
}

extension SUITCommon {
  @_lifetime(copy self)
  @inline(never)
  func readIdentifier(of component: Int) throws(SUITFailure) -> Span<UInt8> {
    do throws(DecodeError) { return try componentIdentifier(at: component) } catch {
      throw SUITFailure(.cborParse)
    }
  }
}
