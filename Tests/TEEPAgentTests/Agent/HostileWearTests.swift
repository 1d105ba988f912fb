import StoreTestSupport
import TEEPAgent
import TEEPCodec
import TEEPTestSupport
import Testing

/// How many pages a broker can have erased that forges nothing, but keeps and repeats whatever it has carried.
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct HostileWearTests {
  /// What the broker has seen.
  private struct Recording {
    let uri = "http://tam.example/payload"
    /// Installs 5 KiB by URI.
    let update: [UInt8]
    /// Installs a component of 20 bytes.
    let small: [UInt8]
    /// Removes that component.
    let removal: [UInt8]
    /// Of 12 KiB.
    let large: [UInt8]
    let queryRequest: [UInt8]

    init(_ device: borrowing TestDevice) throws {
      var (byURI, integrated) = (TestEnvelope(), TestEnvelope())
      byURI.component = TestManifest.identifier("uri")
      byURI.manifest = TestManifest.identifier("uri-suit")
      byURI.payload = .pattern(5 << 10, 1)
      byURI.uri = uri
      integrated.component = TestManifest.identifier("large")
      integrated.manifest = TestManifest.identifier("large-suit")
      integrated.payload = .pattern(12 << 10, 2)
      let signer = device.signer
      update = try device.tam.sign(TestEnvelope.update([byURI.signed(by: signer)]))
      small = try device.tam.sign(TestEnvelope.update([TestEnvelope().signed(by: signer)]))
      removal = try device.tam.sign(TestEnvelope.update([], unneeded: [TestEnvelope().manifest]))
      large = try device.tam.sign(TestEnvelope.update([integrated.signed(by: signer)]))
      queryRequest = try device.tam.sign(
        [UInt8](hexadecimal: "85 01 a0 \(TestCipherSuite.offer) 02"))
    }
  }

  private static let pageCount = 96

  private func makeDevice() throws -> TestDevice { try TestDevice(pageCount: Self.pageCount) }

  private func erases(_ device: borrowing TestDevice) -> Int { device.flash.erases.reduce(0, +) }

  @Test("Repeated requests, checks and QueryRequests and Updates that are installed already erase nothing")
  func repetitions() throws {
    var device = try makeDevice()
    let recording = try Recording(device)
    device.payloads[recording.uri] = .pattern(5 << 10, 1)
    let wanted = TestManifest.identifier("wanted")
    for message in [recording.update, recording.small] { #expect(try device.process(message)?[1] == 4) }
    #expect(try device.requestTA(wanted) == .tamURI(TestDevice.tamURI))
    let before = try device.flashState
    for _ in 0..<10 {
      _ = try device.requestTA(wanted)
      #expect(try device.tamURIs() == [TestDevice.tamURI])
      try device.processError()
      for message in [recording.update, recording.small] { #expect(try device.process(message)?[1] == 4) }
      #expect(try device.process(recording.queryRequest)?[1] == 2)
      #expect(try device.process([UInt8](repeating: 0x5A, count: 2000)) != nil)
    }
    #expect(try device.flashState == before)
  }

  /// By hand. Three messages in vain may have pages erased, and then each further one takes twice as many authentic
  /// messages, so that of n messages at most 3 + log2(n + 1) may; of what applications ask for as many again. One of the
  /// former erases at most 13 pages here, those of the garbage; nothing is moved for it, since the store has room. One of
  /// the latter is a commit: two directories of up to two pages.
  ///
  /// Old Updates that remove something and install it again are changes, each of which begins the count anew, and takes a
  /// commit and two pages itself: these are limited only by the three signatures that each costs the device. Of the root
  /// both pages are erased with each 255th commit.
  private func bound(authentic: Int, changes: Int) -> Int {
    let grants = (changes + 1) * 3 + (Int.bitWidth - 1 - (authentic + 1).leadingZeroBitCount)
    let commits = grants + changes
    return grants * 13 + commits * 4 + changes * 2 + 2 * (commits / 255 + 1)
  }

  @Test(
    "Whatever is sent and asked for, no more is erased than the bound that was derived by hand",
    .inThisProcess("count of erases"),
    arguments: [false, true])
  func bounded(repeatsChanges: Bool) throws {
    var device = try makeDevice()
    let recording = try Recording(device)
    #expect(try device.process(recording.small)?[1] == 4)
    let start = erases(device)
    let garbage = [UInt8](repeating: 0x5A, count: 13 << 10)
    var (authentic, changes, written) = (0, 0, 0)
    for round in 0..<(repeatsChanges ? 30 : 120) {
      for message in [garbage, recording.large] where device.agent.openInbox(byteCount: message.count) {
        written += 1
        // Cut short, so that what could be authentic is not.
        _ = device.agent.appendToInbox(message.span.extracting(first: message.count - 1))
        device.agent.closeInbox()
      }
      // The payload is another one.
      device.payloads[recording.uri] = .pattern(5 << 10, UInt64(round) + 9)
      for message in [recording.update, recording.queryRequest, recording.small] {
        _ = try device.process(message)
        authentic += 1
      }
      for name in ["x", "y"] { _ = try device.requestTA(TestManifest.identifier(name + String(round % 2))) }
      guard repeatsChanges else { continue }
      for message in [recording.removal, recording.small] { #expect(try device.process(message)?[1] == 4) }
      (authentic, changes) = (authentic + 2, changes + 2)
    }
    let count = erases(device) - start
    print(
      "\(count) erases by \(authentic) authentic messages, \(changes) of them changes, and \(written) others")
    #expect(count <= bound(authentic: authentic, changes: changes))
    #expect(written >= 3 && count >= written * 13 / 2 + changes * 2, "some of it was written")
    #expect(device.violations == [])
  }
}
