import Foundation
import TEEPTestSupport

/// TEEP messages that Debian's python3-cbor2 encodes, each with what it is made of.
enum CBOR2 {
  /// Whether the package is there. Where `TEEP_VECTORS` is set it must be, so that no test is skipped unnoticed.
  static let isAvailable =
    ProcessInfo.processInfo.environment["TEEP_VECTORS"] != nil
    || (try? python.run(["-c", "import cbor2"]))?.status == 0

  /// What a test prints where it is not.
  static let absence = "python3-cbor2 is not installed"

  private static var python: Command { Command("python3") }

  /// `count` messages of each type, in the final numbers or, with `shift` 1, in the earlier ones.
  static func messages(count: Int, shift: Int, seed: UInt64) throws -> [CBOR2Message] {
    let outcome = try python.run(["-c", program, "\(count)", "\(shift)", "\(seed)"])
    guard outcome.status == 0 else { throw Failure(errors: outcome.errors) }
    return outcome.text.split(separator: "\n").map { CBOR2Message($0) }
  }

  struct Failure: Error {
    let errors: String
  }

  /// Prints one message a line: its type, its encoding with the keys of its maps in order, the same in random order, and
  /// its members, by the final label, each with kind and value.
  private static let program = """
    import cbor2, random, sys
    count, shift, seed = (int(argument) for argument in sys.argv[1:])
    random.seed(seed)
    octets = lambda least, most: random.randbytes(random.randint(least, most))
    number = lambda most=2**64-1: min(most, random.choice([0, 23, 24, 255, 256, 65535, 65536, 2**32-1, 2**32, 2**64-1,
        random.getrandbits(random.randint(1, 64))]))
    text = lambda least, most: ''.join(random.choice('ab\\u00fc\\u6c34') for _ in range(random.randint(least, most // 3)))
    several = lambda make, least=1: [make() for _ in range(random.randint(least, 5))]
    identifier = lambda: several(lambda: octets(0, 30), 0)
    label = lambda final: final + (shift if final >= 5 else 0)
    encode = lambda value: cbor2.dumps(value, canonical=True)
    signed = lambda: random.choice([1, -1]) * random.getrandbits(random.randint(1, 32))
    operation = lambda: [random.choice([18, 98, 17, 96]), signed()]

    def request():
        value, members = {label(15): identifier()}, ['-', '0']
        if random.random() < 0.7:
            value[label(16)] = number()
            members[0] = str(value[label(16)])
            if random.random() < 0.5:
                value[label(17)] = True
                members[1] = '1'
        return value, ':'.join([encode(value[label(15)]).hex()] + members)

    def claims():
        digest, size, component = octets(32, 32), number(), identifier()
        value = {0: component, 3: cbor2.dumps([-16, digest]), 14: size}
        return value, ':'.join([encode(component).hex(), digest.hex(), str(size)])

    def described(make, least):
        items = several(make, least)
        return [value for value, _ in items], [words for _, words in items]

    def member(name):
        if name == 19: value = octets(8, 64)
        elif name == 2: value = octets(8, 512)
        elif name == 6: value = octets(0, 300)
        elif name in (10, 11): value = text(1, 128)
        elif name == 21: value = text(1, 35)
        elif name == 12: value = text(0, 100)
        elif name == 5: value = number(2**32-1)
        elif name == 22: value = number(10)
        elif name == 13: value, words = described(request, 1); return value, 'requests', words
        elif name == 7: value, words = described(claims, 0); return value, 'claims', words
        elif name in (3, 8): value = several(lambda: number(2**32-1))
        elif name == 20: value = several(number)
        elif name in (9, 18): value = several(lambda: octets(0, 60))
        elif name == 14: value = several(identifier)
        elif name == 1: value = several(lambda: several(operation))
        elif name == 4: value = several(lambda: [signed() for _ in range(4)])
        if isinstance(value, bytes): return value, 'bytes', [value.hex()]
        if isinstance(value, str): return value, 'text', [value.encode().hex()]
        if isinstance(value, int): return value, 'number', [str(value)]
        return value, 'list', [encode(item).hex() for item in value]

    options = {1: [2, 3, 6, 12, 18, 19, 20], 2: [5, 6, 7, 8, 12, 13, 14, 18, 19], 3: [6, 9, 11, 12, 14, 19, 21, 22],
        4: [10, 18, 19], 5: [1, 2, 3, 4, 11, 18, 19, 20, 21]}
    for kind in options:
        for _ in range(count):
            names = [name for name in options[kind] if random.random() < 0.5]
            members = {name: member(name) for name in names}
            elements, more = [], []
            if kind == 1:
                suites, profiles = member(1), member(4)
                elements = [suites[0], profiles[0], number()]
                more = ['suites=list=' + ','.join(suites[2]), 'profiles=list=' + ','.join(profiles[2]),
                    'items=number=' + str(elements[2])]
            elif kind == 5:
                elements = [number(10)]
                more = ['code=number=' + str(elements[0])]
            wire = kind + (shift if kind >= 4 else 0)
            ordered = {label(name): members[name][0] for name in names}
            shuffled = dict(random.sample(list(ordered.items()), len(ordered)))
            words = ['%d=%s=%s' % (name, members[name][1], ','.join(members[name][2])) for name in names]
            print(' '.join([str(kind), encode([wire, ordered] + elements).hex(),
                cbor2.dumps([wire, shuffled] + elements).hex()] + words + more))
    """
}

/// One message as ``CBOR2`` describes it.
struct CBOR2Message {
  /// The type, by its final number.
  let type: UInt8
  /// The encoding whose options are in the order of their labels.
  let encoded: [UInt8]
  /// Another encoding, whose options are in random order.
  let shuffled: [UInt8]
  /// Members by their final label or, behind the options, by name: kind and values.
  let members: [(name: String, kind: String, values: [String])]

  init(_ line: Substring) {
    let words = line.split(separator: " ")
    type = UInt8(words[0]) ?? 0
    encoded = [UInt8](hexadecimal: String(words[1]))
    shuffled = [UInt8](hexadecimal: String(words[2]))
    members = words[3...].map { word in
      let parts = word.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
      let values = parts[2].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return (parts[0], parts[1], parts[1] == "claims" && values == [""] ? [] : values)
    }
  }

  /// The values of one member; none where the message does not have it.
  func values(_ name: String) -> [String]? { members.first { $0.name == name }?.values }
}
