import TEEPCodec

/// Writes an envelope again by the values that the views give: what they leave out, the encoding lacks.
enum Reencoding {
  static func ofEnvelope(_ bytes: [UInt8]) throws -> [UInt8] {
    let envelope = try SUITEnvelope(decoding: bytes.span)
    let manifest = try manifest(try SUITManifest(decoding: envelope.manifest))
    return try written { (writer) throws(EncodeError) in
      try writer.suitEnvelope(isTagged: bytes.first == 0xD8) { (cbor) throws(EncodeError) in
        for index in 0..<envelope.memberCount {
          guard let member = try? envelope.member(at: index) else { throw .notEncodable }
          try add(member, of: envelope, manifest: manifest, to: &cbor)
        }
      }
    }
  }

  private static func add(
    _ member: SUITEnvelopeMember, of envelope: SUITEnvelope, manifest: [UInt8], to cbor: inout CBORWriter
  ) throws(EncodeError) {
    var reader = member.value
    guard let content = try? reader.byteString() else { throw .notEncodable }
    if let uri = member.uri {
      try cbor.suitIntegratedPayload(uri: uri, content)
    } else if member.key == 2 {
      try cbor.suitAuthenticationWrapper(encodedDigest: envelope.encodedDigest) {
        (blocks) throws(EncodeError) in
        for index in 0..<envelope.blockCount {
          guard let block = try? envelope.encodedBlock(at: index) else { throw .notEncodable }
          try blocks.suitAuthenticationBlock(block.bytes)
        }
      }
    } else if member.key == 3 {
      try cbor.suitEnvelopeManifest(manifest.span)
    } else if let key = member.key, let severed = SUITSeverableMember.of(key: UInt8(key)) {
      try cbor.suitSeveredMember(severed, content)
    }
  }

  private static func manifest(_ manifest: SUITManifest) throws -> [UInt8] {
    let common = try manifest.common()
    return try written { (writer) throws(EncodeError) in
      try writer.suitManifest(sequenceNumber: manifest.sequenceNumber) { (cbor) throws(EncodeError) in
        try add(common, to: &cbor)
      } members: { (cbor) throws(EncodeError) in
        if let uri = manifest.referenceURI { try cbor.suitReferenceURI(uri) }
        if let identifier = manifest.componentIdentifier {
          try cbor.suitManifestComponentIdentifier(identifier)
        }
        for key in UInt8(7)...24 {
          guard let member = SUITSeverableMember.of(key: key) else { continue }
          try add(member, of: manifest, to: &cbor)
        }
      }
    }
  }

  private static func add(_ common: SUITCommon, to cbor: inout CBORWriter) throws(EncodeError) {
    if common.dependencyCount > 0 {
      try cbor.suitDependencies { (map) throws(EncodeError) in
        for position in 0..<common.dependencyCount {
          guard let dependency = try? common.dependency(at: position) else { throw .notEncodable }
          try map.suitDependency(index: dependency.index, prefix: dependency.prefix)
        }
      }
    }
    try cbor.suitComponents { (list) throws(EncodeError) in
      for index in 0..<common.componentCount {
        guard let identifier = try? common.componentIdentifier(at: index) else { throw .notEncodable }
        try list.raw(identifier)
      }
    }
    guard let shared = try? common.sharedSequence() else { return }
    try cbor.suitSharedSequence { (list) throws(EncodeError) in try add(shared, to: &list) }
  }

  private static func add(
    _ member: SUITSeverableMember, of manifest: SUITManifest, to cbor: inout CBORWriter
  ) throws(EncodeError) {
    if case .sequence(let section) = member {
      if let sequence = try? manifest.sequence(section) {
        try cbor.suitSection(section) { (list) throws(EncodeError) in try add(sequence, to: &list) }
      } else if let digest = try? manifest.severedDigest(section) {
        try cbor.suitSeveredDigest(of: member, digest.algorithm, digest.bytes)
      }
    } else if member == .text, let digest = try? manifest.severedTextDigest() {
      try cbor.suitSeveredDigest(of: member, digest.algorithm, digest.bytes)
    }
  }

  private static func add(
    _ sequence: SUITCommandSequence, to cbor: inout CBORWriter
  ) throws(EncodeError) {
    var sequence = sequence
    while true {
      let next: SUITCommand?
      do throws(DecodeError) { next = try sequence.next() } catch { throw .notEncodable }
      guard let command = next else { return }
      try add(command, to: &cbor)
    }
  }

  private static func add(_ command: SUITCommand, to cbor: inout CBORWriter) throws(EncodeError) {
    var argument = command.argument
    switch command.code {
    case .directiveSetComponentIndex:
      guard let selection = try? SUITComponentSelection(command.argument),
        let index = try? selection.index(at: 0, of: 1)
      else { throw .notEncodable }
      try cbor.suitSetComponentIndex(index)
    case .directiveOverrideParameters, .directiveSetParameters:
      try cbor.suitParameters(overriding: command.code == .directiveOverrideParameters) {
        (map) throws(EncodeError) in try addParameters(command.argument, to: &map)
      }
    case .directiveTryEach:
      try cbor.suitTryEach { (list) throws(EncodeError) in try addBranches(command.argument, to: &list) }
    case let code?:
      guard let policy = try? argument.unsigned() else { throw .notEncodable }
      try cbor.suitCommand(code, SUITReportingPolicy(rawValue: policy))
    case nil: try cbor.suitCommand(code: command.rawCode, argument: argument.bytes)
    }
  }

  private static func addParameters(
    _ argument: CBORReader, to map: inout CBORWriter
  ) throws(EncodeError) {
    guard var parameters = try? SUITParameters(argument) else { throw .notEncodable }
    while let (code, value) = try? parameters.next() {
      guard let known = SUITParameterCode(rawValue: code) else { throw .notEncodable }
      var reader = argument.nested(value)
      if known == .imageDigest {
        guard let content = try? reader.byteString(), let digest = try? SUITDigest(decoding: content, base: 0)
        else { throw .notEncodable }
        try map.suitImageDigest(digest.algorithm, digest.bytes)
      } else {
        try map.suitParameter(known)
        try map.raw(reader.bytes)
      }
    }
  }

  private static func addBranches(
    _ argument: CBORReader, to list: inout CBORWriter
  ) throws(EncodeError) {
    guard var alternatives = try? SUITAlternatives(argument) else { throw .notEncodable }
    while let branch = try? alternatives.next() {
      guard case .sequence(let content) = branch else { return try list.null() }
      guard let sequence = try? SUITCommandSequence(argument.nested(content)) else { throw .notEncodable }
      try list.suitSequence { (commands) throws(EncodeError) in try add(sequence, to: &commands) }
    }
  }
}
