public import Foundation
import SwiftASN1

/// What is read of an X.509 certificate (RFC 5280, section 4.1). Nobody has checked its signature.
public struct Certificate: Equatable, Sendable {
  public let der: [UInt8]
  /// From when until when it is valid.
  public let validity: ClosedRange<Date>
  /// Its subject's key; nil where that is of a type that TEEP does not sign with.
  public let publicKey: VerificationKey?
  /// The encoded names.
  let issuer: [UInt8]
  let subject: [UInt8]

  init(der: [UInt8]) throws {
    self.der = der
    let content = try Content(derEncoded: der)
    (issuer, subject) = (content.issuer, content.subject)
    validity = content.validity
    publicKey = try? VerificationKey(content.publicKey)
  }

  /// The members of a TBSCertificate that are needed here.
  private struct Content: DERParseable {
    let issuer: [UInt8]
    let validity: ClosedRange<Date>
    let subject: [UInt8]
    let publicKey: PublicKeyInfo

    init(derEncoded node: ASN1Node) throws {
      self = try DER.sequence(node, identifier: .sequence) { nodes in
        let certificate = try Self.next(&nodes)
        while nodes.next() != nil {}
        return try DER.sequence(certificate, identifier: .sequence) { nodes in
          try DER.optionalExplicitlyTagged(&nodes, tagNumber: 0, tagClass: .contextSpecific) { _ in }
          // Serial number and algorithm.
          for _ in 0..<2 { _ = try Self.next(&nodes) }
          let content = try Content(issuer: &nodes)
          while nodes.next() != nil {}
          return content
        }
      }
    }

    /// Reads from the issuer on.
    private init(issuer nodes: inout ASN1NodeCollection.Iterator) throws {
      issuer = Array(try Self.next(&nodes).encodedBytes)
      validity = try DER.sequence(Self.next(&nodes), identifier: .sequence) { times in
        let (start, end) = (try Self.date(Self.next(&times)), try Self.date(Self.next(&times)))
        guard start <= end else { throw ASN1Error.invalidASN1Object(reason: "it ends before it begins") }
        return start...end
      }
      subject = Array(try Self.next(&nodes).encodedBytes)
      publicKey = try PublicKeyInfo(derEncoded: Self.next(&nodes))
    }

    private static func next(_ nodes: inout ASN1NodeCollection.Iterator) throws -> ASN1Node {
      guard let node = nodes.next() else {
        throw ASN1Error.invalidASN1Object(reason: "a certificate has more members")
      }
      return node
    }

    /// RFC 5280, section 4.1.2.5: always in UTC, with seconds.
    private static func date(_ node: ASN1Node) throws -> Date {
      var parts = DateComponents()
      parts.calendar = Calendar(identifier: .gregorian)
      parts.timeZone = .gmt
      if node.identifier == .utcTime {
        let time = try UTCTime(derEncoded: node)
        (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
        (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
      } else {
        let time = try GeneralizedTime(derEncoded: node)
        (parts.year, parts.month, parts.day) = (time.year, time.month, time.day)
        (parts.hour, parts.minute, parts.second) = (time.hours, time.minutes, time.seconds)
      }
      guard let date = parts.date else { throw ASN1Error.invalidASN1Object(reason: "it has no such day") }
      return date
    }
  }
}
