import ArgumentParser
import Foundation
import TEEPBroker
import TEEPCodec
import TEEPHost

/// Reads the public key that a device has made, writes it to a file, and only then tells the device that it has been read.
struct KeyReading {
  let device: String
  let baud: Int
  let output: String

  func run() async throws {
    guard !FileManager.default.fileExists(atPath: output) else {
      throw FileError(output, "exists already; choose another name or delete it first")
    }
    let address = try DeviceAddress(device)
    guard address != .pseudoTerminal else {
      throw ValidationError(
        "a pseudo-terminal is opened by the agent's peer; give unix:PATH or a serial port")
    }
    try await DeviceKeyReader(device: Device(address, baud: baud)).read { encoded in
      let key = try about(device) { try VerificationKey(encodedCOSEKey: encoded) }
      try KeyFile.write(key, to: output)
      print("COSE_Key: \(encoded.hexadecimalDigits)")
      print("thumbprint: \(key.thumbprint.hexadecimalDigits)")
    }
    print("\(output): the device gives its key to nobody else from now on")
  }
}

extension VerificationKey {
  /// The key of an encoded COSE_Key (RFC 9052, section 7), which has to be one of P-256.
  init(encodedCOSEKey encoded: [UInt8]) throws {
    let key = try COSEKey(decoding: encoded.span)
    guard key.kind == .p256 else { throw KeyError.malformed("the device's key is not one of P-256") }
    try self.init(
      type: .p256, rawRepresentation: [UInt8](copying: key.x) + [UInt8](copying: key.y))
  }
}
