/// Where the components of the manifests that are being processed are written until they are committed.
struct ComponentSlots: ~Copyable {
  private var slots = InlineArray<8, Slot>(repeating: Slot())
  private var occupied: UInt32 = 0

  /// Whether the component has been written.
  func has(_ component: Int) -> Bool { occupied & (1 &<< UInt32(component)) != 0 }

  subscript(component: Int) -> Slot {
    mutating get { slots[component] }
    set {
      slots[component] = newValue
      occupied |= 1 &<< UInt32(component)
    }
  }

  /// Forgets a component's slot.
  mutating func clear(_ component: Int) {
    slots[component] = Slot()
    occupied &= ~(1 &<< UInt32(component))
  }
}
