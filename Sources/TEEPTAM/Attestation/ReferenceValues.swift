import Foundation
import TEEPCodec
public import TEEPHost

/// What devices may say of themselves, as a JSON file says it: evidence has to agree with one of the entries.
///
/// ```json
/// [{"oemid": "f1e2d3", "hwmodel": "6d6f64656c2d31", "hwversion": ["1.0"], "firmware": ["<SHA-256>"]}]
/// ```
/// Byte strings are in hexadecimal. What an entry does not name may be anything.
public struct ReferenceValues: Sendable {
  struct Entry: Codable, Sendable {
    var oemid: String?
    var hwmodel: String?
    var hwversion: [String]?
    /// SHA-256 digests of which one has to be among the manifests.
    var firmware: [String]?
  }

  private let entries: [Entry]

  /// Every state is acceptable.
  public static let any = ReferenceValues([])

  init(_ entries: [Entry]) { self.entries = entries }

  /// Reads a file.
  public init(at path: String) throws(FileError) {
    let bytes = try FileContents.read(path, limit: 1 << 20)
    do {
      entries = try JSONDecoder().decode([Entry].self, from: Data(bytes))
    } catch {
      throw FileError(path, "is no JSON list of reference values (\(error)); see 'teep-tam serve --help'")
    }
    guard !entries.isEmpty else {
      throw FileError(path, "has no reference values; add one or leave the file out")
    }
  }

  /// Why a state agrees with none of the entries; nil where it agrees with one.
  func problem(of state: DeviceState) -> String? {
    guard !entries.isEmpty, !entries.contains(where: { $0.agrees(with: state) }) else { return nil }
    return "no reference values agree with oemid \(state.oemid), hwmodel \(state.hwmodel), "
      + "hwversion \(state.hwversion) and \(state.firmware.count) manifests"
  }
}

extension ReferenceValues.Entry {
  fileprivate func agrees(with state: DeviceState) -> Bool {
    (oemid.map { $0.lowercased() == state.oemid } ?? true)
      && (hwmodel.map { $0.lowercased() == state.hwmodel } ?? true)
      && (hwversion.map { $0.contains(state.hwversion) } ?? true)
      && (firmware.map { $0.contains { state.firmware.contains($0.lowercased()) } } ?? true)
  }
}

/// What a device says of itself, spelt as reference values are.
struct DeviceState: Equatable, Sendable {
  /// Hexadecimal, or a private enterprise number.
  let oemid: String
  let hwmodel: String
  let hwversion: String
  /// SHA-256 digests of the manifests.
  let firmware: Set<String>

  init(_ claims: borrowing EATClaims) throws(DecodeError) {
    switch claims.oemIdentifier {
    case .privateEnterpriseNumber(let number): oemid = "\(number)"
    case .ieee(let bytes), .random(let bytes): oemid = [UInt8](copying: bytes).hexadecimalDigits
    case nil: oemid = ""
    }
    hwmodel = [UInt8](copying: claims.hardwareModel)?.hexadecimalDigits ?? ""
    hwversion = String(copying: claims.hardwareVersion) ?? ""
    var firmware: Set<String> = []
    if let manifests = claims.manifests {
      for index in 0..<manifests.count {
        let manifest = try manifests.manifest(at: index)
        if let digest = try Self.digest(ofReference: manifest.body, base: manifest.bodyOffset) {
          firmware.insert(digest.hexadecimalDigits)
        }
      }
    }
    self.firmware = firmware
  }

  /// The SHA-256 of a SUIT_Reference `[uri, digest]` (draft-ietf-suit-report-18, section 4); nil for another digest and for
  /// another kind of manifest.
  private static func digest(ofReference body: Span<UInt8>, base: Int) throws(DecodeError) -> [UInt8]? {
    var reader = CBORReader(body, base: base)
    guard try reader.peek() == .array, try reader.array() == 2 else { return nil }
    guard try reader.peek() == .textString else { return nil }
    _ = try reader.textStringRange()
    let range = try reader.skip()
    let digest = try SUITDigest(
      decoding: body.extracting(range.start..<range.end), base: base + range.start)
    return digest.algorithm == .sha256 ? [UInt8](copying: digest.bytes) : nil
  }
}
