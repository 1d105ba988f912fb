import TEEPAgent
import TEEPTestSupport

extension CutScenario {
  private static let install: StoreChange =
    .put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(10, 2)), (.name("d"), .pattern(1, 3))])
  private static let neighbour: StoreChange =
    .put(.name("neighbour"), 1, .pattern(8, 4), [(.name("n"), .pattern(5, 5))])
  private static let dependency: StoreChange =
    .put(.name("dependency"), 1, .pattern(7, 8), [(.name("e"), .pattern(40, 9))])

  /// What is done by the store's own calls.
  static let ofStore: [CutScenario] =
    [
      CutScenario("the first install", after: [], Step([install])),
      CutScenario(
        "an install of 1300 bytes", after: [[neighbour]],
        Step([.put(.name("m"), 3, .pattern(21, 1), [(.name("c"), .pattern(1300, 2))])])),
      CutScenario(
        "an install of 4 KiB", after: [[neighbour]],
        Step([.put(.name("m"), 3, .pattern(300, 1), [(.name("c"), .pattern(4096, 2))])])),
      CutScenario(
        "a replacement", after: [[install], [neighbour]],
        Step([.put(.name("m"), 4, .pattern(30, 6), [(.name("c"), .pattern(13, 7)), (.name("d"), nil)])])),
      CutScenario(
        "a root with its dependency, while another manifest goes", after: [[install], [neighbour]],
        Step([
          dependency,
          .put(
            .name("m"), 4, .pattern(30, 6), [(.name("e"), nil), (.name("c"), .pattern(13, 7))],
            dependencies: [.name("dependency")]),
          .remove(.name("neighbour")),
        ])),
      CutScenario(
        "the removal of a root with its dependency",
        after: [
          [neighbour],
          [
            dependency,
            .put(.name("m"), 4, .pattern(30, 6), [(.name("e"), nil)], dependencies: [.name("dependency")]),
          ],
        ], Step([.remove(.name("m")), .remove(.name("dependency"))])),
      CutScenario("a removal", after: [[install], [neighbour]], Step([.remove(.name("m"))])),
      CutScenario(
        "a change of the trust anchors", after: [[install], [neighbour]],
        Step([.put(.name("anchors"), 2, .pattern(40, 3), []), .provision(.pattern(700, 10))])),
      rootBegunAnew, spaceMade, integrated, byURI,
    ] + (0..<4).map(repair)

  private static func repair(damagedPage page: Int) -> CutScenario {
    let name = ["first root", "first directory", "second root", "second directory"][page]
    var scenario = CutScenario(
      "the repair of the \(name)", after: [[install], [neighbour]], Step([[]]) { _ in })
    scenario.damagedPage = page
    return scenario
  }

  /// 255 entries fill a root page, the first of them by the provisioning.
  private static let rootBegunAnew = CutScenario(
    "a commit that begins the root anew",
    after: [[neighbour]] + (1..<254).map { [.put(.name("m"), UInt64($0), .pattern(4, 1), [])] },
    Step([.put(.name("m"), 254, .pattern(4, 2), [])]))

  /// Of 22 pages two are free between each of four installs, and the last one; 4,000 bytes need four in a row. What lies
  /// between is moved, in a commit of its own.
  private static let spaceMade = CutScenario(
    "an install for which others are moved", pageCount: 22,
    after: (0..<4).map { [.put([$0], 1, .pattern(9, UInt64($0)), [([$0], .pattern(20, UInt64($0)))])] },
    Step([[], [fourThousandBytes]]) { (store) throws(StoreError) in try store.perform([fourThousandBytes]) })
  private static let fourThousandBytes: StoreChange =
    .put(.name("m"), 1, .pattern(5, 1), [(.name("c"), .pattern(4000, 2))])

  /// A message goes to the inbox, and a part of it to a slot.
  private static let integrated = CutScenario(
    "48 KiB that come in the message", isSmall: false, pageCount: 176, after: [[install], [neighbour]],
    Step([[.put(.name("m"), 4, .pattern(300, 1), [(.name("c"), .pattern(48 << 10, 2))])]]) {
      (store) throws(StoreError) in
      let message = [UInt8].pattern(48 << 10, 2) + .pattern(300, 1)
      var inbox = try store.write(message)
      let mapping = store.mapping
      let payload = store.range(of: inbox).lowerBound..<store.range(of: inbox).lowerBound + 48 << 10
      var slot = try store.allocate(byteCount: 48 << 10)
      try store.append(mapping.bytes.extracting(payload), to: &slot)
      let manifest = try store.write(.pattern(300, 1))
      try store.put(
        manifest: [UInt8].name("m").span, sequenceNumber: 4,
        digest: StoreModel.Content(manifest: .pattern(300, 1)).digest.span, bytes: manifest)
      try store.link(
        component: [UInt8].name("c").span,
        digest: StoreModel.Content(bytes: .pattern(48 << 10, 2)).digest.span, bytes: slot)
      try store.commit()
      store.discard(&inbox)
    })

  private static let byURI = CutScenario(
    "100 KiB that come by URI", isSmall: false, pageCount: 176, after: [[install], [neighbour]],
    Step([.put(.name("m"), 4, .pattern(300, 1), [(.name("c"), .pattern(100 << 10, 2))])]))
}
