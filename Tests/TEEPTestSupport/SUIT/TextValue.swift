public import TEEPCodec

/// A SUIT_Text with all that it holds, read by the codec's views and written by its writer.
public struct TextValue: Equatable {
  public private(set) var languages: [Language] = []

  public struct Language: Equatable {
    public let tag: [UInt8]
    public let entries: [Entry]
  }

  public enum Entry: Equatable {
    case text(key: Int64, [UInt8])
    case component(identifier: [UInt8], [Entry])
  }

  public init(_ text: borrowing SUITText) throws(DecodeError) {
    for index in 0..<(try text.languageCount()) {
      var texts = try text.texts(at: index)
      languages.append(
        Language(tag: copy(try text.languageTag(at: index)), entries: try Self.entries(&texts)))
    }
  }

  private static func entries(_ texts: inout SUITLanguageTexts) throws(DecodeError) -> [Entry] {
    var entries: [Entry] = []
    while let entry = try texts.next() {
      if let key = entry.key, let text = entry.text {
        entries.append(.text(key: key, copy(text)))
      } else if let identifier = entry.componentIdentifier, var inner = entry.component {
        entries.append(.component(identifier: copy(identifier), try Self.entries(&inner)))
      }
    }
    return entries
  }

  /// The encoded map; nothing where it does not fit 64 KiB.
  public func encode() -> [UInt8] {
    func write(into output: consuming MutableSpan<UInt8>) throws(EncodeError) -> Int {
      var writer = CBORWriter(output)
      try writer.map(languages.count)
      for language in languages {
        try writer.textString(language.tag.span)
        try Self.write(language.entries, into: &writer)
      }
      return writer.count
    }
    var output = [UInt8](repeating: 0, count: 65536)
    let count = (try? write(into: output.mutableSpan)) ?? 0
    return Array(output[..<count])
  }

  private static func write(_ entries: [Entry], into writer: inout CBORWriter) throws(EncodeError) {
    try writer.map(entries.count)
    for entry in entries {
      switch entry {
      case .text(let key, let text):
        try writer.integer(key)
        try writer.textString(text.span)
      case .component(let identifier, let entries):
        try writer.raw(identifier.span)
        try write(entries, into: &writer)
      }
    }
  }
}
