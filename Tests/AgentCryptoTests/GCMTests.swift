import TEEPTestSupport
import Testing

/// The test cases of McGrew and Viega, "The Galois/Counter Mode of Operation", appendix B, that NIST took over.
@Suite("AES-128 in GCM mode")
struct GCMTests {
  private let key = [UInt8](hexadecimal: "feffe9928665731c6d6a8f9467308308")
  private let initializationVector = [UInt8](hexadecimal: "cafebabefacedbaddecaf888")
  private let plaintext = [UInt8](
    hexadecimal: "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
      + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39")
  private let additionalData = [UInt8](hexadecimal: "feedfacedeadbeeffeedfacedeadbeefabaddad2")
  private let ciphertext = [UInt8](
    hexadecimal: "42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
      + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091")
  private let tag = [UInt8](hexadecimal: "5bc94fbc3221a5db94fae95ae7121a47")

  @Test("case 1: nothing, and case 2: a block of zeros", arguments: CryptoPort.all)
  func zeros(port: CryptoPort) throws {
    let zeros = [UInt8](repeating: 0, count: 16)
    let nothing = try #require(
      port.decryptGCM(
        key: zeros, initializationVector: Array(zeros.prefix(12)), additionalData: [], pieces: [],
        tag: [UInt8](hexadecimal: "58e2fccefa7e3061367f1d57a4e7455a")))
    #expect(nothing.isAuthentic)
    let block = try #require(
      port.decryptGCM(
        key: zeros, initializationVector: Array(zeros.prefix(12)), additionalData: [],
        pieces: [[UInt8](hexadecimal: "0388dace60b6a392f328c2b971b2fe78")],
        tag: [UInt8](hexadecimal: "ab6e47d42cec13bdf53a67b21257bddf")))
    #expect(block == (zeros, true))
  }

  @Test("case 4, cut in every three pieces", arguments: CryptoPort.all)
  func pieces(port: CryptoPort) throws {
    for first in 0...60 {
      for second in first...60 {
        let decrypted = try #require(
          port.decryptGCM(
            key: key, initializationVector: initializationVector,
            additionalData: cut(additionalData, at: [min(first, 20)]),
            pieces: cut(ciphertext, at: [first, second]), tag: tag))
        #expect(decrypted == (plaintext, true), "\(first) \(second)")
      }
    }
  }

  @Test("case 4 encrypted, cut in every three pieces, and case 1, nothing", arguments: CryptoPort.all)
  func encryption(port: CryptoPort) throws {
    for first in 0...60 {
      for second in first...60 {
        let encrypted = try #require(
          port.encryptGCM(
            key: key, initializationVector: initializationVector,
            additionalData: cut(additionalData, at: [min(first, 20)]),
            pieces: cut(plaintext, at: [first, second])))
        #expect(encrypted == (ciphertext, tag), "\(first) \(second)")
      }
    }
    let zeros = [UInt8](repeating: 0, count: 16)
    let nothing = try #require(
      port.encryptGCM(
        key: zeros, initializationVector: Array(zeros.prefix(12)), additionalData: [], pieces: []))
    #expect(nothing == ([], [UInt8](hexadecimal: "58e2fccefa7e3061367f1d57a4e7455a")))
  }

  @Test("one changed bit in ciphertext, tag or additional data is not authentic", arguments: CryptoPort.all)
  func changes(port: CryptoPort) throws {
    func isAuthentic(_ ciphertext: [UInt8], _ data: [UInt8], _ tag: [UInt8]) throws -> Bool {
      try #require(
        port.decryptGCM(
          key: key, initializationVector: initializationVector, additionalData: [data], pieces: [ciphertext],
          tag: tag)
      ).isAuthentic
    }
    func flipped(_ bytes: [UInt8], _ bit: Int) -> [UInt8] {
      var bytes = bytes
      bytes[bit / 8] ^= 1 << UInt8(bit % 8)
      return bytes
    }
    for bit in 0..<60 * 8 { #expect(try !isAuthentic(flipped(ciphertext, bit), additionalData, tag)) }
    for bit in 0..<20 * 8 { #expect(try !isAuthentic(ciphertext, flipped(additionalData, bit), tag)) }
    for bit in 0..<16 * 8 { #expect(try !isAuthentic(ciphertext, additionalData, flipped(tag, bit))) }
    for count in [0, 4, 12, 15] {
      #expect(try !isAuthentic(ciphertext, additionalData, Array(tag.prefix(count))))
    }
    #expect(try !isAuthentic(ciphertext, additionalData, tag + [0]))
    #expect(try !isAuthentic(Array(ciphertext.dropLast()), additionalData, tag))
  }

  @Test("keys and IVs of other lengths are refused", arguments: CryptoPort.all)
  func lengths(port: CryptoPort) {
    for count in [0, 8, 11, 13, 15, 17, 32] {
      let other = [UInt8](repeating: 1, count: count)
      let withKey = port.decryptGCM(
        key: other, initializationVector: initializationVector, additionalData: [], pieces: [], tag: tag)
      #expect(withKey == nil)
      let withVector = port.decryptGCM(
        key: key, initializationVector: other, additionalData: [], pieces: [], tag: tag)
      #expect(withVector == nil)
    }
  }
}
