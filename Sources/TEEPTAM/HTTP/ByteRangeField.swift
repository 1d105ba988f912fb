/// A Range field with one range of bytes (RFC 9110, section 14.1.2).
struct ByteRangeField: Equatable, Sendable {
  private enum Part: Equatable {
    case from(Int, through: Int?)
    case last(Int)
  }

  private let part: Part

  /// Nil for whatever a server may ignore: other units, several ranges, what is no range.
  init?(_ value: String) {
    let unit = "bytes="
    guard value.lowercased().hasPrefix(unit) else { return nil }
    let ends = value.dropFirst(unit.count).split(separator: "-", omittingEmptySubsequences: false)
    guard ends.count == 2 else { return nil }
    let (first, last) = (Self.number(ends[0]), Self.number(ends[1]))
    switch (first, last) {
    case (let first?, let last?) where first <= last: part = .from(first, through: last)
    case (let first?, nil) where ends[1].isEmpty: part = .from(first, through: nil)
    case (nil, let last?) where ends[0].isEmpty: part = .last(last)
    default: return nil
    }
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ? Int(text) : nil
  }

  /// The bytes meant of so many; nil where there are none.
  func bytes(of size: Int) -> Range<Int>? {
    let range =
      switch part {
      // The first byte may lie behind the end, and the last one too.
      case .from(let first, let last):
        min(first, size)..<max(min(first, size), min(last ?? size, size - 1) + 1)
      case .last(let count): size - min(count, size)..<size
      }
    return range.isEmpty ? nil : range
  }
}
