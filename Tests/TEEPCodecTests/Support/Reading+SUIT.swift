import TEEPCodec
import TEEPTestSupport

extension Reading {
  mutating func add(_ name: String, _ digest: SUITDigest) {
    add("\(name) \(digest.algorithm.rawValue) h'\([UInt8](digest.bytes).hexadecimal)'")
  }

  /// Adds an envelope: what authenticates it, its manifest, and whatever URIs of the manifest name in it.
  mutating func add(_ envelope: SUITEnvelope) throws(DecodeError) {
    add("envelope")
    add("manifest digest", try envelope.digest)
    for index in 0..<envelope.blockCount { try add(try envelope.block(at: index)) }
    let manifest = try SUITManifest(decoding: envelope.manifest, base: envelope.manifestOffset)
    try add(manifest, in: envelope)
    for section in SUITSection.allCases {
      guard var severed = try envelope.severedSection(section) else { continue }
      let content = severed.nested(try severed.byteStringRange())
      add("severed \(section)")
      var sequence = try SUITCommandSequence(content)
      try add(&sequence, in: envelope)
    }
  }

  private mutating func add(_ manifest: SUITManifest, in envelope: SUITEnvelope) throws(DecodeError) {
    add("sequence number \(manifest.sequenceNumber)")
    if let uri = manifest.referenceURI { add("reference URI", text: uri) }
    if let identifier = manifest.componentIdentifier { add("manifest is " + (try diagnostic(identifier))) }
    let common = try manifest.common()
    for index in 0..<common.componentCount {
      add("component " + (try diagnostic(try common.componentIdentifier(at: index))))
    }
    for position in 0..<common.dependencyCount {
      let dependency = try common.dependency(at: position)
      let prefix = if let prefix = dependency.prefix { try diagnostic(prefix) } else { "none" }
      add("dependency \(dependency.index) " + prefix)
    }
    if var sequence = try common.sharedSequence() {
      add("shared sequence")
      try add(&sequence, in: envelope)
    }
    if let text = try manifest.text() { try add(text) }
    if let digest = try manifest.severedTextDigest() { add("text is severed", digest) }
    if let text = try envelope.severedText() { try add(text) }
    for section in SUITSection.allCases {
      if var sequence = try manifest.sequence(section) {
        add("\(section)")
        try add(&sequence, in: envelope)
      } else if let digest = try manifest.severedDigest(section) {
        add("\(section) is severed", digest)
      } else if try SUITManifest.has(section, in: manifest.bytes) {
        add("\(section) is neither here nor severed")
      }
    }
  }

  private mutating func add(_ text: SUITText) throws(DecodeError) {
    for index in 0..<(try text.languageCount()) {
      add("text in", text: try text.languageTag(at: index))
      var texts = try text.texts(at: index)
      while let entry = try texts.next() {
        if let key = entry.key, let content = entry.text { add("  \(key)", text: content) }
        guard let identifier = entry.componentIdentifier, var component = entry.component else { continue }
        add("  of " + (try diagnostic(identifier)))
        while let own = try component.next() {
          if let key = own.key, let content = own.text { add("    \(key)", text: content) }
        }
      }
    }
  }

  /// Adds the commands of a sequence and of the sequences in it, each with its offset, code and argument.
  mutating func add(_ sequence: inout SUITCommandSequence, in envelope: SUITEnvelope) throws(DecodeError) {
    while let command = try sequence.next() {
      var argument = command.argument
      let name = "  @\(command.offset) \(command.rawCode)"
      switch command.code {
      case .directiveOverrideParameters, .directiveSetParameters:
        add(name)
        try addParameters(command.argument, in: envelope)
      case .directiveTryEach:
        add(name)
        for _ in 0..<(try argument.array()) where !(try argument.optionalNull()) {
          let content = argument.nested(try argument.byteStringRange())
          var branch = try SUITCommandSequence(content)
          add("  branch")
          try add(&branch, in: envelope)
        }
      default: add(name + " " + (try diagnostic(&argument)))
      }
    }
  }

  private mutating func addParameters(
    _ argument: CBORReader, in envelope: SUITEnvelope
  ) throws(DecodeError) {
    var parameters = try SUITParameters(argument)
    while let (code, value) = try parameters.next() {
      var reader = argument.nested(value)
      let isURI = code == SUITParameterCode.uri.rawValue
      let uri = isURI ? argument.nested(value).bytes : Span()
      add("    \(code): " + (try diagnostic(&reader)))
      if isURI {
        var text = CBORReader(uri)
        if let payload = try envelope.integratedPayload(uri: try text.textString()) {
          add("    in the envelope", payload)
        }
      }
    }
  }

  /// Adds a report.
  mutating func add(_ report: SUITReport) throws(DecodeError) {
    add("report")
    if let nonce = report.nonce { add("  nonce", nonce) }
    add("  \(report.result)")
    add("  manifest", try report.manifestDigest())
    let records = try report.records()
    var reader = records.makeReader()
    for _ in 0..<records.count {
      if try reader.peek() == .map {
        try add(try SystemPropertyClaims(&reader))
      } else {
        add("  record " + (try diagnostic(&reader)))
      }
    }
  }
}
