import Foundation
import NIOSSL
import TEEPHost

/// Which authorities may vouch for a server, and what the broker shows it, read from files.
struct ServerTrust: Sendable {
  /// What a connection to a server is made with; at least TLS 1.2 (BCP 195), the server's name verified
  /// (RFC 9110, section 4.3.4).
  let general: TLSConfiguration
  let byHost: [String: TLSConfiguration]

  /// Reads the files that a configuration names.
  init(_ configuration: NetworkConfiguration) throws(FileError) {
    general = try Self.settings(authorityFiles: configuration.authorityFiles)
    var byHost: [String: TLSConfiguration] = [:]
    for server in configuration.servers {
      let authorities =
        server.authorityFiles.isEmpty ? configuration.authorityFiles : server.authorityFiles
      var settings = try Self.settings(authorityFiles: authorities)
      if let file = server.certificateFile {
        settings.certificateChain = try Self.certificates(file).map { .certificate($0) }
      }
      if let file = server.keyFile { settings.privateKey = .privateKey(try Self.key(file)) }
      byHost[server.host] = settings
    }
    self.byHost = byHost
  }

  /// What a connection to this host is made with.
  subscript(host: String) -> TLSConfiguration { byHost[host] ?? general }

  private static func settings(authorityFiles: [String]) throws(FileError) -> TLSConfiguration {
    var settings = TLSConfiguration.makeClientConfiguration()
    settings.minimumTLSVersion = .tlsv12
    if !authorityFiles.isEmpty {
      var authorities: [NIOSSLCertificate] = []
      for file in authorityFiles { authorities += try certificates(file) }
      settings.trustRoots = .certificates(authorities)
    }
    return settings
  }

  private static func certificates(_ file: String) throws(FileError) -> [NIOSSLCertificate] {
    let bytes = try FileContents.read(file, limit: 1 << 20)
    guard let certificates = try? NIOSSLCertificate.fromPEMBytes(bytes), !certificates.isEmpty else {
      throw FileError(file, "holds no certificate in PEM")
    }
    return certificates
  }

  private static func key(_ file: String) throws(FileError) -> NIOSSLPrivateKey {
    let bytes = try FileContents.read(file, limit: 1 << 20)
    guard let key = try? NIOSSLPrivateKey(bytes: bytes, format: .pem) else {
      throw FileError(file, "holds no private key in PEM without a passphrase")
    }
    return key
  }
}
