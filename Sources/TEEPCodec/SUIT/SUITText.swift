/// The text of a manifest (draft-ietf-suit-manifest-37, section 8.4.4): for each language what is said of the whole and of
/// each component.
public struct SUITText: ~Escapable {
  /// Languages, or texts in one of them, beyond which the whole is refused.
  public static let maximumCount = 32

  private let bytes: Span<UInt8>
  private let base: Int

  /// Reads the whole of `bytes`, the content of the byte string, down to each text.
  @_lifetime(copy bytes)
  public init(decoding bytes: Span<UInt8>, base: Int = 0) throws(DecodeError) {
    self.bytes = bytes
    self.base = base
    var reader = CBORReader(bytes, base: base)
    let count = try reader.map(upTo: Self.maximumCount)
    guard count > 0 else { throw DecodeError(.wrongCount, at: base) }
    let firstKey = reader.offset
    for index in 0..<count {
      let key = try reader.skip(.textString)
      try reader.checkKey(key, isNotAmongFirst: index, of: firstKey)
      let language = try reader.skip(.map)
      var texts = try SUITLanguageTexts(reader.nested(language))
      while let text = try texts.next() {
        guard var component = text.component else { continue }
        while try component.next() != nil {}
      }
    }
    try reader.end()
  }

  /// Number of languages.
  public func languageCount() throws(DecodeError) -> Int {
    var reader = CBORReader(bytes, base: base)
    return try reader.map()
  }

  /// The tag (RFC 5646) of a language; `index` is less than ``languageCount()``.
  @_lifetime(copy self)
  public func languageTag(at index: Int) throws(DecodeError) -> Span<UInt8> {
    var reader = try reader(at: index)
    return try reader.textString()
  }

  /// The texts in a language; `index` is less than ``languageCount()``.
  @_lifetime(copy self)
  public func texts(at index: Int) throws(DecodeError) -> SUITLanguageTexts {
    var reader = try reader(at: index)
    try reader.skip()
    let texts = try reader.skip()
    return try SUITLanguageTexts(reader.nested(texts))
  }

  @_lifetime(copy self)
  private func reader(at index: Int) throws(DecodeError) -> CBORReader {
    var reader = CBORReader(bytes, base: base)
    guard index < (try reader.map()) else { throw DecodeError(.outOfRange, at: base) }
    for _ in 0..<index &* 2 { try reader.skip() }
    return reader
  }
}

/// The texts in one language, or of one component in it, read one after the other.
public struct SUITLanguageTexts: ~Escapable {
  private var reader: CBORReader
  private let firstKey: Int
  private let count: Int
  private var readCount = 0

  /// Reads the map that is the whole of the reader's bytes.
  @_lifetime(copy map)
  init(_ map: CBORReader) throws(DecodeError) {
    reader = map
    count = try reader.map(upTo: SUITText.maximumCount)
    firstKey = reader.offset
  }

  /// The next text, or the next component and its texts; nil behind the last one.
  @_lifetime(self: copy self)
  @_lifetime(copy self)
  public mutating func next() throws(DecodeError) -> SUITTextEntry? {
    guard readCount < count else { return nil }
    let isComponent = try reader.peek() == .array
    let start = reader.offset
    if isComponent { try reader.componentIdentifier() } else { _ = try reader.integer() }
    let key = reader.range(since: start)
    try reader.checkKey(key, isNotAmongFirst: readCount, of: firstKey)
    readCount &+= 1
    let value = try reader.skip(isComponent ? .map : .textString)
    return SUITTextEntry(key: reader.nested(key), value: reader.nested(value))
  }
}

/// A text, or the texts of a component.
public struct SUITTextEntry: ~Escapable {
  private let keyReader: CBORReader
  private let value: CBORReader

  @_lifetime(copy key, copy value)
  init(key: CBORReader, value: CBORReader) {
    keyReader = key
    self.value = value
  }

  /// What the text says (``SUITTextKey`` and others); nil where this is a component.
  public var key: Int64? {
    var reader = keyReader
    return try? reader.integer()
  }

  /// UTF-8 of the text; nil where this is a component.
  public var text: Span<UInt8>? {
    @_lifetime(copy self) get {
      var reader = value
      return try? reader.textString()
    }
  }

  /// The encoded identifier of the component that the texts are of; nil where this is a text.
  public var componentIdentifier: Span<UInt8>? {
    @_lifetime(copy self) get { key == nil ? keyReader.bytes : nil }
  }

  /// The texts of the component; nil where this is a text.
  public var component: SUITLanguageTexts? {
    @_lifetime(copy self) get {
      guard key == nil else { return nil }
      return try? SUITLanguageTexts(value)
    }
  }
}

/// What a text of the whole manifest says (draft-ietf-suit-manifest-37, table 4).
public enum SUITTextKey: Int64, Sendable, CaseIterable {
  case manifestDescription = 1
  case updateDescription = 2
  case manifestJSONSource = 3
  case manifestYAMLSource = 4
}

/// What a text of a component says (draft-ietf-suit-manifest-37, table 5; draft-ietf-suit-update-management-10).
public enum SUITComponentTextKey: Int64, Sendable, CaseIterable {
  case vendorName = 1
  case modelName = 2
  case vendorDomain = 3
  case modelInfo = 4
  case componentDescription = 5
  case componentVersion = 6
  case versionRequired = 7
}
