import StoreTestSupport
import TEEPCodec
import TEEPTestSupport
import Testing

@testable import TEEPAgent

/// What runs and what does not where conditions fail, and for which components (draft-ietf-suit-manifest-37, sections 6.4,
/// 8.4.8 and 8.4.10).
@Suite(.enabled(if: Vectors.areAvailable, Comment(rawValue: Vectors.absence)))
struct SequenceTests {
  private typealias Command = TestManifest.Command

  /// What becomes of a manifest with components 'a', 'b' and 'c', and what it writes: the letters of the components.
  private func run(
    _ install: [Command], fetch: [Command] = [], shared: [Command] = []
  ) throws -> (SUITReportReason?, written: String, contents: [String]) {
    var manifest = TestManifest()
    manifest.name = "m"
    manifest.components = ["a", "b", "c"]
    manifest.shared = shared
    if !fetch.isEmpty { manifest.sections[.payloadFetch] = fetch }
    manifest.sections[.install] = install
    var platform = RecordingPlatform()
    platform.allowsMissing = true
    let result = platform.update(try manifest.signed(by: TestKey("K1")))
    let names = ["a", "b", "c"]
    let written = platform.log.compactMap { entry in
      names.first { entry == "write \(TestManifest.identifier($0).hexadecimal)" }
    }
    let contents = names.map { name in
      String(decoding: platform.images[TestManifest.identifier(name)]?.bytes ?? [], as: UTF8.self)
    }
    return (result, written.joined(), contents)
  }

  private static let fail = Command(.conditionAbort)

  private func write(_ component: UInt64, _ content: String = "x") -> [Command] {
    [.select(component), .set([(.content, .byteString(Array(content.utf8)))]), .init(.directiveWrite)]
  }

  private func tryEach(_ branches: [[Command]?]) -> Command {
    Command(.directiveTryEach, .array(branches.map { $0.map { .sequence($0) } ?? [0xF6] }))
  }

  private func soft(_ isOn: Bool) -> Command { .set([(.softFailure, [isOn ? 0xF5 : 0xF4])]) }

  @Test(
    "try-each takes the first branch whose conditions hold; nothing of the others stays but what they did")
  func tryEach() throws {
    let first = try run([.select(0), tryEach([write(0), write(1)])] + write(2))
    #expect(first == (nil, "ac", ["x", "", "x"]))
    let second = try run([.select(0), tryEach([write(0) + [Self.fail] + write(2), write(1)])])
    #expect(second.0 == nil && second.written == "ab")
    let nothing = try run([.select(0), tryEach([[Self.fail], [Self.fail], nil])] + write(2))
    #expect(nothing.0 == nil && nothing.written == "c")
    let none = try run([.select(0), tryEach([[Self.fail], [Self.fail]])] + write(2))
    #expect(none.0 == .conditionFailed && none.written == "")
  }

  @Test("A branch that says so fails the whole try-each; a failed directive does so in any case")
  func hardBranch() throws {
    let hard = try run([.select(0), tryEach([[.select(0), soft(false), Self.fail], write(1)])])
    #expect(hard.0 == .conditionFailed && hard.written == "")
    // Nothing has been set that could be written.
    let directive = try run([.select(0), tryEach([[.select(0), .init(.directiveWrite)], write(1)])])
    #expect(directive.0 == .operationFailed && directive.written == "")
  }

  @Test("run-sequence fails as its condition did, unless it is soft: then what follows it runs")
  func runSequence() throws {
    let hard = try run([.select(0), .run([Self.fail] + write(0))] + write(1))
    #expect(hard.0 == .conditionFailed && hard.written == "")
    let sequence: [Command] = [.select(0), soft(true), Self.fail] + write(0)
    let isSoft = try run([.select(0), .run(sequence)] + write(1))
    #expect(isSoft.0 == nil && isSoft.written == "b")
    // A sequence within is not soft by itself, so it ends the one around it.
    let nested = try run(
      [.select(0), .run([.select(0), soft(true), .run([Self.fail])] + write(0))] + write(1))
    #expect(nested.0 == nil && nested.written == "b")
    // What it set does not outlive it.
    let after = try run([.select(0), .run([.select(0), soft(true)]), Self.fail] + write(1))
    #expect(after.0 == .conditionFailed && after.written == "")
  }

  @Test("soft-failure belongs to a branch or a sequence to run, and nowhere else")
  func softFailure() throws {
    #expect(try run([.select(0), soft(true)]).0 == .operationFailed)
  }

  @Test("strict-order is a truth value, and whatever it says, commands run in their order")
  func strictOrder() throws {
    for value in [UInt8(0xF4), 0xF5] {
      let made = try run([.select(0), .set([(.strictOrder, [value])])] + write(1, "B") + write(0, "A"))
      #expect(made == (nil, "ba", ["A", "B", ""]))
    }
    let number = try run([.select(0), .set([(.strictOrder, [1])])] + write(1))
    #expect(number.0 != nil && number.written == "")
  }

  @Test("set-parameters sets what is not set yet, override-parameters any; they last from section to section")
  func parameters() throws {
    let b: [UInt8] = .map([(18, .byteString(Array("B".utf8)))])
    let c: [UInt8] = .map([(18, .byteString(Array("C".utf8)))])
    let made = try run(
      [
        .select(0), Command(.directiveSetParameters, b), .init(.directiveWrite),
        .select(1), .init(.directiveWrite), .select(2), .init(.directiveWrite),
      ],
      fetch: [
        .select(0), .set([(.content, .byteString(Array("A".utf8)))]),
        .select(1), Command(.directiveSetParameters, b), Command(.directiveSetParameters, c),
        .select(2), Command(.directiveSetParameters, b), Command(.directiveOverrideParameters, c),
      ])
    #expect(made == (nil, "abc", ["A", "B", "C"]))
  }

  @Test("Commands run for one component, for those of a list in its order, or for all")
  func selection() throws {
    let content: [Command] = [.set([(.content, .byteString([0x78]))]), .init(.directiveWrite)]
    func select(_ argument: [UInt8]) throws -> String {
      try run([Command(.directiveSetComponentIndex, argument)] + content).written
    }
    #expect(try select([1]) == "b")
    #expect(try select([0x82, 2, 0]) == "ca")
    #expect(try select([0xF5]) == "abc")
    #expect(try run([Command(.directiveSetComponentIndex, [3])] + content).0 == .componentUnsupported)
    // Each component has a try of its own.
    let each = try run([
      Command(.directiveSetComponentIndex, [0xF5]), .set([(.content, .byteString([0x78]))]),
      tryEach([[Self.fail], [.init(.directiveWrite), .init(.conditionCheckContent)]]),
    ])
    #expect(each == (nil, "abc", ["x", "x", "x"]))
  }

  @Test("swap exchanges two components, copy takes one over; without a source they fail")
  func swap() throws {
    let source = Command.set([(.sourceComponent, [1])])
    let swapped = try run(write(0, "A") + write(1, "B") + [.select(0), source, .init(.directiveSwap)])
    #expect(swapped.0 == nil && swapped.contents == ["B", "A", ""])
    let copied = try run(write(1, "B") + [.select(2), source, .init(.directiveCopy)])
    #expect(copied.0 == nil && copied.contents == ["", "B", "B"])
    for directive in [SUITCommandCode.directiveSwap, .directiveCopy] {
      #expect(try run([.select(0), .init(directive)]).0 == .operationFailed)
    }
  }

  @Test("No component is a dependency, and a shared sequence does nothing to components")
  func refused() throws {
    #expect(try run([.select(0), .init(.conditionIsDependency)]).0 == .conditionFailed)
    let shared = try run(write(1), shared: write(0))
    #expect(shared.0 == .commandUnsupported && shared.written == "")
  }
}
