public import TEEPAgent
import TEEPTestSupport

/// Something that is done to a store in one go, and that power may interrupt.
public struct CutScenario: Sendable {
  public let name: String
  /// Whether all of its payloads have at most 4 KiB.
  public let isSmall: Bool
  /// Pages of the store.
  public let pageCount: Int
  /// What was done before, transaction by transaction.
  public let before: [[StoreChange]]
  /// The page that is damaged then, as its place in ``StoreBytes/pages``.
  public var damagedPage: Int?
  /// What is done.
  public let change: @Sendable (inout SimulatedStore) throws(StoreError) -> Void
  /// What the store must hold then, in terms of the changes that it amounts to.
  public let result: [StoreChange]

  public init(
    _ name: String, isSmall: Bool = true, pageCount: Int = 24, after before: [[StoreChange]],
    result: [StoreChange],
    change: @escaping @Sendable (inout SimulatedStore) throws(StoreError) -> Void
  ) {
    (self.name, self.isSmall, self.pageCount) = (name, isSmall, pageCount)
    (self.before, self.change, self.result) = (before, change, result)
  }

  /// A scenario of one transaction.
  public init(_ name: String, pageCount: Int = 24, after before: [[StoreChange]], _ changes: [StoreChange]) {
    self.init(name, pageCount: pageCount, after: before, result: changes) { (store) throws(StoreError) in
      try store.perform(changes)
    }
  }

  private static let install: StoreChange =
    .put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(10, 2)), (.name("d"), .pattern(1, 3))])
  private static let neighbour: StoreChange =
    .put(.name("neighbour"), 1, .pattern(8, 4), [(.name("n"), .pattern(5, 5))])
  private static let dependency: StoreChange =
    .put(.name("dependency"), 1, .pattern(7, 8), [(.name("e"), .pattern(40, 9))])

  /// All scenarios.
  public static let all: [CutScenario] =
    [
      CutScenario("the first install", after: [], [install]),
      CutScenario(
        "an install of 1300 bytes", after: [[neighbour]],
        [
          .put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(1300, 2))])
        ]),
      CutScenario(
        "an install of 4 KiB", after: [[neighbour]],
        [
          .put(.name("m"), 3, .pattern(300, 1), [(.name("c"), .pattern(4096, 2))])
        ]),
      CutScenario(
        "a replacement", after: [[install], [neighbour]],
        [
          .put(.name("m"), 4, .pattern(30, 6), [(.name("c"), .pattern(13, 7)), (.name("d"), nil)])
        ]),
      CutScenario(
        "a root with its dependency, while another manifest goes", after: [[install], [neighbour]],
        [
          dependency,
          .put(
            .name("m"), 4, .pattern(30, 6), [(.name("e"), nil), (.name("c"), .pattern(13, 7))],
            dependencies: [.name("dependency")]),
          .remove(.name("neighbour")),
        ]),
      CutScenario(
        "the removal of a root with its dependency",
        after: [
          [neighbour],
          [
            dependency,
            .put(.name("m"), 4, .pattern(30, 6), [(.name("e"), nil)], dependencies: [.name("dependency")]),
          ],
        ], [.remove(.name("m")), .remove(.name("dependency"))]),
      CutScenario("a removal", after: [[install], [neighbour]], [.remove(.name("m"))]),
      CutScenario(
        "a change of the trust anchors", after: [[install], [neighbour]],
        [
          .put(.name("anchors"), 2, .pattern(40, 3), []), .provision(.pattern(700, 10)),
        ]),
      rootBegunAnew, spaceMade, integrated, byURI,
    ] + (0..<4).map(repair)

  private static func repair(damagedPage page: Int) -> CutScenario {
    let name = ["first root", "first directory", "second root", "second directory"][page]
    var scenario = CutScenario("the repair of the \(name)", after: [[install], [neighbour]], [])
    scenario.damagedPage = page
    return scenario
  }

  /// 255 entries fill a root page, the first of them by the provisioning.
  private static let rootBegunAnew = CutScenario(
    "a commit that begins the root anew",
    after: [[neighbour]] + (1..<254).map { [.put(.name("m"), UInt64($0), .pattern(4, 1), [])] },
    [.put(.name("m"), 254, .pattern(4, 2), [])])

  /// Free pages in between are too few for the slot until what lies between them is moved.
  private static let spaceMade = CutScenario(
    "an install for which others are moved",
    after: (0..<7).map { [.put([$0], 1, .pattern(9, UInt64($0)), [([$0], .pattern(20, UInt64($0)))])] }
      + [1, 3, 5].map { [.remove([$0])] },
    [.put(.name("m"), 1, .pattern(5, 1), [(.name("c"), .pattern(4000, 2))])])

  /// A message goes to the inbox, and a part of it to a slot.
  private static let integrated = CutScenario(
    "48 KiB that come in the message", isSmall: false, pageCount: 176, after: [[install], [neighbour]],
    result: [.put(.name("m"), 4, .pattern(300, 1), [(.name("c"), .pattern(48 << 10, 2))])]
  ) { (store) throws(StoreError) in
    let message = [UInt8].pattern(48 << 10, 2) + .pattern(300, 1)
    var inbox = try store.write(message)
    let mapping = store.mapping
    let payload = store.range(of: inbox).lowerBound..<store.range(of: inbox).lowerBound + 48 << 10
    var slot = try store.allocate(byteCount: 48 << 10)
    try store.append(mapping.bytes.extracting(payload), to: &slot)
    let manifest = try store.write(.pattern(300, 1))
    try store.put(
      manifest: [UInt8].name("m").span, sequenceNumber: 4,
      digest: StoreModel.Content(bytes: .pattern(300, 1)).digest.span, bytes: manifest)
    try store.link(
      component: [UInt8].name("c").span, digest: StoreModel.Content(bytes: .pattern(48 << 10, 2)).digest.span,
      bytes: slot)
    try store.commit()
    store.discard(&inbox)
  }

  private static let byURI = CutScenario(
    "100 KiB that come by URI", isSmall: false, pageCount: 176, after: [[install], [neighbour]],
    result: [.put(.name("m"), 4, .pattern(300, 1), [(.name("c"), .pattern(100 << 10, 2))])]
  ) { (store) throws(StoreError) in
    try store.perform([.put(.name("m"), 4, .pattern(300, 1), [(.name("c"), .pattern(100 << 10, 2))])])
  }
}
