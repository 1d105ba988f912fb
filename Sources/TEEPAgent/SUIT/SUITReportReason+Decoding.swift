import TEEPCodec

/// Decoding whose errors are failures of the manifest: what cannot be read is reported as `cbor-parse`.
extension SUITEnvelope {
  @_lifetime(copy bytes)
  @inline(never)
  static func read(_ bytes: Span<UInt8>) throws(SUITReportReason) -> SUITEnvelope {
    do throws(DecodeError) { return try SUITEnvelope(decoding: bytes) } catch {
      throw .cborParse
    }
  }

  /// The SHA-256 digest of the manifest, which is the one algorithm of this agent.
  @_lifetime(copy self)
  @inline(never)
  func readDigest() throws(SUITReportReason) -> Span<UInt8> {
    let digest: SUITDigest
    do throws(DecodeError) { digest = try self.digest } catch { throw .cborParse }
    guard digest.algorithm == .sha256 else { throw .algorithmUnsupported }
    return digest.bytes
  }
}

extension SUITManifest {
  @_lifetime(copy bytes)
  @inline(never)
  static func read(_ bytes: Span<UInt8>, base: Int = 0) throws(SUITReportReason) -> SUITManifest {
    do throws(DecodeError) { return try SUITManifest(decoding: bytes, base: base) } catch {
      throw .cborParse
    }
  }

  @_lifetime(copy self)
  @inline(never)
  func readCommon() throws(SUITReportReason) -> SUITCommon {
    do throws(DecodeError) { return try common() } catch { throw .cborParse }
  }

  @_lifetime(copy self)
  @inline(never)
  func readIdentifier() throws(SUITReportReason) -> Span<UInt8> {
    do throws(DecodeError) { return try identifier() } catch { throw .cborParse }
  }
}

extension SUITCommon {
  @_lifetime(copy self)
  @inline(never)
  func readIdentifier(of component: Int) throws(SUITReportReason) -> Span<UInt8> {
    do throws(DecodeError) { return try componentIdentifier(at: component) } catch {
      throw .cborParse
    }
  }
}
