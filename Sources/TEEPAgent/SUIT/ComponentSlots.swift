/// Where the components of the manifest that is being processed are written until it is committed.
struct ComponentSlots: ~Copyable {
  private var slots = InlineArray<4, Slot>(repeating: Slot())
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
