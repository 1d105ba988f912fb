"""TEEP messages of random members, each with what it is made of."""

import random

import cbor2

BORDERS = [0, 23, 24, 255, 256, 65535, 65536, 2**32 - 1, 2**32, 2**64 - 1]
# The options of each message by their final labels (draft-ietf-teep-protocol-26, section 4).
OPTIONS = {
    1: [2, 3, 6, 12, 18, 19, 20], 2: [5, 6, 7, 8, 12, 13, 14, 18, 19], 3: [6, 9, 11, 12, 14, 19, 21, 22],
    4: [10, 18, 19], 5: [1, 2, 3, 4, 11, 18, 19, 20, 21],
}


def encode(value):
    return cbor2.dumps(value, canonical=True)


class Maker:
    """Makes messages in the final numbers or, with `shift` 1, in the earlier ones."""

    def __init__(self, shift, seed):
        self.random = random.Random(seed)
        self.shift = shift

    def label(self, final):
        return final + (self.shift if final >= 5 else 0)

    def octets(self, least, most):
        return self.random.randbytes(self.random.randint(least, most))

    def number(self, most=2**64 - 1):
        bits = self.random.getrandbits(self.random.randint(1, 64))
        return min(most, self.random.choice(BORDERS + [bits]))

    def signed(self):
        return self.random.choice([1, -1]) * self.random.getrandbits(self.random.randint(1, 31))

    def text(self, least, most):
        length = self.random.randint(least, most // 3)
        return "".join(self.random.choice("ab\u00fc\u6c34") for _ in range(length))

    def several(self, make, least=1):
        return [make() for _ in range(self.random.randint(least, 5))]

    def identifier(self):
        return self.several(lambda: self.octets(0, 30), 0)

    def request(self):
        value, described = {self.label(15): self.identifier()}, ["-", "0"]
        if self.random.random() < 0.7:
            value[self.label(16)] = self.number()
            described[0] = str(value[self.label(16)])
            if self.random.random() < 0.5:
                value[self.label(17)] = True
                described[1] = "1"
        return value, ":".join([encode(value[self.label(15)]).hex()] + described)

    def claims(self):
        digest, size, component = self.octets(32, 32), self.number(), self.identifier()
        value = {0: component, 3: cbor2.dumps([-16, digest]), 14: size}
        return value, ":".join([encode(component).hex(), digest.hex(), str(size)])

    def operation(self):
        return [self.random.choice([18, 98, 17, 96]), self.signed()]

    def value(self, name):
        if name == 19: return self.octets(8, 64)
        if name == 2: return self.octets(8, 512)
        if name == 6: return self.octets(0, 300)
        if name in (10, 11): return self.text(1, 128)
        if name == 21: return self.text(1, 35)
        if name == 12: return self.text(0, 100)
        if name == 5: return self.number(2**32 - 1)
        if name == 22: return self.number(10)
        if name in (3, 8): return self.several(lambda: self.number(2**32 - 1))
        if name == 20: return self.several(self.number)
        if name in (9, 18): return self.several(lambda: self.octets(0, 60))
        if name == 14: return self.several(self.identifier)
        if name == 1: return self.several(lambda: self.several(self.operation))
        if name == 4: return self.several(lambda: [self.signed() for _ in range(4)])

    def member(self, name):
        """A value, its kind, and how a test knows it again."""
        if name in (13, 7):
            kind, make = ("requests", self.request) if name == 13 else ("claims", self.claims)
            items = self.several(make, 1 if name == 13 else 0)
            return [value for value, _ in items], kind, [words for _, words in items]
        value = self.value(name)
        if isinstance(value, bytes): return value, "bytes", [value.hex()]
        if isinstance(value, str): return value, "text", [value.encode().hex()]
        if isinstance(value, int): return value, "number", [str(value)]
        return value, "list", [encode(item).hex() for item in value]

    def message(self, kind):
        members = {str(name): self.member(name) for name in OPTIONS[kind] if self.random.random() < 0.5}
        ordered = {self.label(int(name)): member[0] for name, member in members.items()}
        shuffled = dict(self.random.sample(list(ordered.items()), len(ordered)))
        further = {}
        if kind == 1:
            further = {"suites": self.member(1), "profiles": self.member(4)}
            items = self.number()
            further["items"] = (items, "number", [str(items)])
        elif kind == 5:
            code = self.number(10)
            further = {"code": (code, "number", [str(code)])}
        wire = kind + (self.shift if kind >= 4 else 0)
        elements = [value for value, _, _ in further.values()]
        return {
            "type": kind,
            "encoded": encode([wire, ordered] + elements).hex(),
            "shuffled": cbor2.dumps([wire, shuffled] + elements).hex(),
            "members": [{"name": name, "kind": described[1], "values": described[2]}
                for name, described in (members | further).items()],
        }


def messages(count, shift, seed):
    """`count` messages of each type."""
    maker = Maker(int(shift), int(seed))
    for kind in OPTIONS:
        for _ in range(int(count)):
            yield maker.message(kind)
