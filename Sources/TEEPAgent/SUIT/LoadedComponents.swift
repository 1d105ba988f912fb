#if !WITHOUT_LOADING
  import TEEPCodec

  /// Where the components are that an invocation has loaded: in memory of the device's, one behind the other.
  struct LoadedComponents: ~Copyable {
    private struct Place: BitwiseCopyable {
      var start = 0
      var byteCount = 0
      var writtenByteCount = 0
      var isLoaded = false
    }

    private var places = InlineArray<8, Place>(repeating: Place())
    private var end = 0

    /// Forgets all.
    mutating func removeAll() { self = LoadedComponents() }

    /// Whether the component has a place.
    func has(_ component: Int) -> Bool { places[component].isLoaded }

    /// Where the component is; nil where it has no place, or not all of its bytes are there.
    func range(of component: Int) -> Range<Int>? {
      let place = places[component]
      guard place.isLoaded, place.writtenByteCount == place.byteCount else { return nil }
      return place.start..<place.start &+ place.byteCount
    }

    /// Gives the component the next `byteCount` bytes of the memory's `limit`; false where they are not free. What it had
    /// before stays taken.
    mutating func allocate(_ component: Int, byteCount: Int, limit: Int) -> Bool {
      guard byteCount <= limit &- end else { return false }
      places[component] = Place(start: end, byteCount: byteCount, isLoaded: true)
      end &+= byteCount
      return true
    }

    /// Where the next `count` bytes of the component go; nil where they are more than it has place for.
    mutating func advance(_ component: Int, by count: Int) -> Int? {
      let place = places[component]
      guard count <= place.byteCount &- place.writtenByteCount else { return nil }
      places[component].writtenByteCount = place.writtenByteCount &+ count
      return place.start &+ place.writtenByteCount
    }
  }

  // What the device has loaded is read through the device itself, which nothing else has for that time.
  extension Agent where StoreFlash: ~Copyable, Crypto: ~Copyable, Line: ~Copyable {
    static func hash(
      _ range: Range<Int>, loadedBy device: borrowing Device, into digest: inout MutableSpan<UInt8>
    ) { sha256(of: device.loaded(range), into: &digest) }

    static func equals(
      _ content: Span<UInt8>, _ range: Range<Int>, loadedBy device: borrowing Device
    ) -> Bool { device.loaded(range).equalsInConstantTime(content) }
  }
#endif
