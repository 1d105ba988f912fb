import BoardTestSupport
import Testing

/// The tests that run a firmware in the emulator: one after the other, since each emulator keeps a processor busy.
@Suite(.serialized, .enabled(if: Products.areAvailable, "\(Products.absence)"))
enum DeviceTests {}
