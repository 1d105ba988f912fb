public import Foundation
import Synchronization
public import TEEPHost

/// The certificates of a TAM's keys, each chain in a file of its own, which is read again where a device says that it has
/// expired.
public final class TAMCertificates: Sendable {
  private struct Entry {
    let path: String
    let type: KeyType
    var chain: CertificateChain
  }

  private let entries: Mutex<[Entry]>

  /// No certificates: devices hold the TAM's keys themselves.
  public init() { entries = Mutex([]) }

  /// Reads the files. Of those with certificates of the same key the first one is used, and the others in their order with
  /// devices that do not take those before.
  public init(at paths: [String], of keys: TAMKeys, now: Date = Date()) throws(FileError) {
    var entries: [Entry] = []
    for path in paths {
      let chain = try CertificateChain(at: path)
      guard let key = keys.keys.first(where: { $0.verificationKey == chain.publicKey }) else {
        throw FileError(path, "its first certificate is that of no --key; put the TAM's own first")
      }
      if let problem = Self.problem(of: chain, at: now) { throw FileError(path, problem) }
      entries.append(Entry(path: path, type: key.type, chain: chain))
    }
    self.entries = Mutex(entries)
  }

  /// How many chains there are for the key of a type.
  func count(for type: KeyType) -> Int { entries.withLock { $0.count { $0.type == type } } }

  /// The encoded `x5chain` of a chain for the key of a type, the last one where there are fewer; no bytes where there is none.
  func encoded(for type: KeyType, number: Int) -> [UInt8] {
    entries.withLock { entries in
      let chains = entries.filter { $0.type == type }
      return chains.isEmpty ? [] : chains[min(number, chains.count - 1)].chain.encoded
    }
  }

  /// Reads the files of the key of a type again.
  ///
  /// - Returns: whether any of them has other certificates than before, and for each that has not, why not.
  func renew(for type: KeyType, now: Date) -> (isRenewed: Bool, problems: [String]) {
    var problems: [String] = []
    let known = entries.withLock { $0 }
    for (index, entry) in known.enumerated() where entry.type == type {
      do {
        let chain = try Self.renewed(entry, now: now)
        entries.withLock { $0[index].chain = chain }
      } catch {
        problems.append("\(error)")
      }
    }
    return (problems.count < known.count { $0.type == type }, problems)
  }

  private static func renewed(_ entry: Entry, now: Date) throws(FileError) -> CertificateChain {
    let chain = try CertificateChain(at: entry.path)
    guard chain.publicKey == entry.chain.publicKey else {
      throw FileError(entry.path, "its first certificate is that of another key now; put the TAM's own first")
    }
    if let problem = problem(of: chain, at: now) { throw FileError(entry.path, problem) }
    guard chain != entry.chain else {
      throw FileError(entry.path, "a device takes it for expired, and it is the same still; renew it")
    }
    return chain
  }

  private static func problem(of chain: CertificateChain, at now: Date) -> String? {
    chain.notValid(at: now).map { "its certificate \($0) has expired, or is not valid yet; renew it" }
  }
}
