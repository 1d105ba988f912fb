/// Texts (draft-ietf-suit-manifest-37, section 8.4.4).
extension CBORWriter {
  /// Writes the text map, the content of the member `text`; `languages` writes each language by
  /// ``suitTexts(in:_:)``.
  @_lifetime(self: copy self)
  public mutating func suitText(
    _ languages: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try counted(.map, languages)
  }

  /// Writes the texts in a language (a tag of RFC 5646).
  @_lifetime(self: copy self)
  public mutating func suitTexts(
    in languageTag: Span<UInt8>, _ texts: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try textString(languageTag)
    try counted(.map, texts)
  }

  /// Writes a text of the whole manifest.
  @_lifetime(self: copy self)
  public mutating func suitText(_ key: SUITTextKey, _ text: Span<UInt8>) throws(EncodeError) {
    try integer(key.rawValue)
    try textString(text)
  }

  /// Writes the texts of the component of this encoded identifier, each by ``suitText(_:_:)``.
  @_lifetime(self: copy self)
  public mutating func suitTexts(
    ofComponent identifier: Span<UInt8>, _ texts: (inout CBORWriter) throws(EncodeError) -> Void
  ) throws(EncodeError) {
    try raw(identifier)
    try counted(.map, texts)
  }

  /// Writes a text of a component.
  @_lifetime(self: copy self)
  public mutating func suitText(_ key: SUITComponentTextKey, _ text: Span<UInt8>) throws(EncodeError) {
    try integer(key.rawValue)
    try textString(text)
  }
}
