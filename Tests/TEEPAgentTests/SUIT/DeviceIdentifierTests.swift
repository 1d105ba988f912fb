import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// Manifests for one device alone: suit-condition-device-identifier (draft-ietf-suit-manifest-37, section 8.4.9.1).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct DeviceIdentifierTests {
  private static let own = [UInt8](hexadecimal: "00112233445566778899aabbccddeeff")

  /// What becomes of a manifest that names `wanted`, on a device that has `identifier`.
  private func result(on identifier: [UInt8], wanted: [UInt8]?) throws -> SUITReportReason? {
    var provisioning = try TestProvisioning()
    provisioning.deviceIdentifier = identifier
    var device = try TestDevice(provisioning)
    let before = try device.memory
    let update = try TestEnvelope.update([manifest(for: wanted).signed(by: device.signer)])
    let reason = try SUITReportReason.reason(of: device.process(signing: update))
    if reason != .ok { #expect(try device.memory == before) }
    #expect(try device.contents(of: TestManifest.identifier("one.bin")) == (reason == .ok ? [1] : nil))
    return reason
  }

  /// A manifest that checks vendor, class and then the device itself.
  private func manifest(for device: [UInt8]?) -> TestManifest {
    let envelope = TestEnvelope()
    var parameters: [(SUITParameterCode, [UInt8])] = [
      (.vendorIdentifier, .byteString(envelope.vendor)),
      (.classIdentifier, .byteString(envelope.deviceClass)),
    ]
    if let device { parameters.append((.deviceIdentifier, .byteString(device))) }
    var manifest = TestManifest()
    manifest.name = "one"
    manifest.components = ["one.bin"]
    manifest.shared = [
      .select(0), .set(parameters), .init(.conditionVendorIdentifier), .init(.conditionClassIdentifier),
      .init(.conditionDeviceIdentifier),
    ]
    manifest.sections[.install] = [
      .select(0), .set([(.content, .byteString([1]))]), .init(.directiveWrite),
    ]
    return manifest
  }

  @Test("The device that a manifest names takes it")
  func match() throws {
    #expect(try result(on: Self.own, wanted: Self.own) == .ok)
  }

  @Test(
    "Another one refuses it, whichever byte differs, and so does one without an identifier",
    arguments: [0, 7, 15])
  func mismatch(place: Int) throws {
    var other = Self.own
    other[place] ^= 1
    #expect(try result(on: other, wanted: Self.own) == .conditionFailed)
    #expect(try result(on: [], wanted: Self.own) == .conditionFailed)
  }

  @Test("Neither part of an identifier, nor nothing, is one; without the parameter the condition fails")
  func others() throws {
    #expect(try result(on: Self.own, wanted: Array(Self.own.prefix(15))) == .conditionFailed)
    #expect(try result(on: Self.own, wanted: []) == .conditionFailed)
    #expect(try result(on: [], wanted: []) == .conditionFailed)
    #expect(try result(on: Self.own, wanted: nil) == .conditionFailed)
  }
}
