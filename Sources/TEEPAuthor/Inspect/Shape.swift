/// What an item means: the names of its members and what is encoded inside its byte strings. An item that is not of
/// its shape is shown without names.
indirect enum Shape: Sendable {
  /// Nothing is known.
  case any
  /// A number, some of whose values have names.
  case number([Int64: String])
  /// A number each of whose bits means something; the first name is that of bit 0.
  case bits([String])
  /// A byte string that holds an encoded item.
  case wrapped(Shape)
  /// A byte string that may hold an encoded message, or anything else.
  case maybeWrapped
  /// A SUIT_Component_Identifier.
  case componentIdentifier
  /// An array with one meaning for each place; `rest` is that of all places behind.
  case array(String?, [Member], rest: Shape = .any)
  /// An array of items with one meaning.
  case list(Shape)
  /// A map by its integer keys; the values of text keys have the meaning `text`.
  case map(String?, [Int64: Member], text: Shape = .any)
  /// A SUIT_Command_Sequence.
  case commands
  /// What a tag makes of an item, and what an item without one of these tags is.
  case tagged([UInt64: Shape], untagged: Shape)
  /// One meaning for each major type.
  case either(bytes: Shape = .any, array: Shape = .any, map: Shape = .any)
  /// Whatever message the item turns out to be.
  case message
  /// A meaning that contains itself.
  case deferred(@Sendable () -> Shape)

  /// A part with a name.
  struct Member: Sendable {
    let name: String
    let shape: Shape

    init(_ name: String, _ shape: Shape = .any) {
      self.name = name
      self.shape = shape
    }
  }
}
