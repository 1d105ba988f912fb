import Testing

/// The whole, each part a process of its own: one test after the other, since each keeps several processes busy.
@Suite("All parts together", .serialized)
enum WholeTests {}
