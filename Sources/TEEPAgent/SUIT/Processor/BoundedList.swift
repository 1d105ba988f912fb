import TEEPCodec

/// A list of at most `capacity` elements, in place.
struct BoundedList<let capacity: Int, Element: BitwiseCopyable>: ~Copyable {
  private var elements: InlineArray<capacity, Element>
  private(set) var count = 0

  /// An empty list; `filler` stands where no element is yet.
  init(filler: Element) { elements = InlineArray(repeating: filler) }

  /// An element; `index` is less than ``count``.
  subscript(index: Int) -> Element {
    // To read an InlineArray that is not mutable copies all of it.
    mutating get { elements[index] }
    set { elements[index] = newValue }
  }

  /// The element that was added last; the list is not empty.
  var last: Element {
    mutating get { elements[count &- 1] }
    set { elements[count &- 1] = newValue }
  }

  /// Adds an element; one beyond the capacity is more than this agent supports.
  @inline(never)
  mutating func append(_ element: Element) throws(SUITReportReason) {
    guard count < capacity else { throw .componentUnsupported }
    elements[count] = element
    count &+= 1
  }

  /// Removes the last element.
  mutating func removeLast() { count &-= 1 }

  /// Removes all elements.
  mutating func removeAll() { count = 0 }
}
