/// Why a flash operation did not happen. A chip's own flash never fails; a file behind it can.
public enum FlashError: Error, Sendable, Equatable {
  /// The medium refused the operation, or power went during it.
  case failed
}

/// The memory of a ``Flash``, apart from what changes it: through a mapping a message or a component can be read
/// where it lies while other pages are written. Valid as long as its flash exists.
public protocol FlashMapping {
  /// The same bytes as ``Flash/bytes``.
  var bytes: Span<UInt8> { @_lifetime(borrow self) get }
}

/// The part of a flash memory that belongs to the store, memory mapped.
///
/// NOR semantics: erasing a page sets all of its bits, programming a word clears bits of it, and a word
/// may be programmed at most twice between two erases (nRF51 Reference Manual, section 6.1.1).
public protocol Flash: ~Copyable {
  associatedtype Mapping: FlashMapping

  /// Everything that the store owns, readable at any time; a whole number of pages.
  var bytes: Span<UInt8> { @_lifetime(borrow self) get }

  /// A reader of the same memory with a lifetime of its own.
  var mapping: Mapping { get }

  /// The word at `offset` (bytes from the start of the store, a multiple of 4), as the memory has it now.
  func word(at offset: Int) -> UInt32

  /// Clears in the word at `offset` (bytes from the start of the store, a multiple of 4) each bit that is
  /// clear in `word` (little endian in memory).
  mutating func program(_ word: UInt32, at offset: Int) throws(FlashError)

  /// Sets every bit of the page that starts at `offset`, a multiple of ``flashPageSize``.
  mutating func erase(pageAt offset: Int) throws(FlashError)
}

extension Flash where Self: ~Copyable {
  public func word(at offset: Int) -> UInt32 { bytes.word(at: offset) }
}

/// Bytes that one erase operation clears (nRF51 series: 1 KiB).
public let flashPageSize = 1024
