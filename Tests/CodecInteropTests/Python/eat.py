"""Claims of EAT (RFC 9711) put together with cbor2, each set with what it is made of."""

import random

import cbor2

import keys


class Maker:
    """Makes one claims set out of the random numbers that a seed gives."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def octets(self, least, most):
        return self.random.randbytes(self.random.randint(least, most))

    def text(self):
        return "".join(self.random.choice("ab\u00fc\u6c34/:") for _ in range(self.random.randint(1, 30)))

    def version(self):
        return [self.text()] + self.random.choice([[], [1], ["semver"]])

    def value(self, label):
        """A value, and the notation by which a test knows it again."""
        if label in (4, 5, 6): return self.random.choice([1, -1]) * self.random.getrandbits(40), str
        if label in (7, 10, 256, 259): return self.octets(8, 32), bytes.hex
        if label in (1, 2, 265, 270): return self.text(), lambda text: text.encode().hex()
        if label in (260, 271): return self.version(), lambda version: version[0].encode().hex()
        if label == 262: return self.random.random() < 0.5, lambda value: str(value).lower()
        if label == 263: return self.random.randrange(5), str
        if label == 275: return self.random.randrange(1, 6), str
        if label == 258:
            value = self.random.choice([self.random.getrandbits(32), self.octets(3, 3), self.octets(16, 16)])
            return value, lambda value: str(value) if isinstance(value, int) else value.hex()
        if label == 8:
            key = keys.Key(self.random.random() < 0.5, self.octets(32, 32))
            value = self.random.choice([{3: key.thumbprint}, {1: key.cose_key}])
            return value, lambda value: value[3].hex() if 3 in value else key.public.hex()
        manifests = [[self.random.getrandbits(16), cbor2.dumps([self.text(), [-16, self.octets(32, 32)]])]
            for _ in range(self.random.randint(1, 3))]
        return manifests, lambda value: ",".join(f"{kind}:{body.hex()}" for kind, body in value)

    def make(self):
        labels = [label for label in (1, 2, 4, 5, 6, 7, 8, 10, 256, 258, 262, 263, 265, 270, 271, 272, 275)
            if self.random.random() < 0.6]
        if 258 in labels and self.random.random() < 0.7: labels += [259, 260]
        claims, described = {}, {}
        for label in labels:
            claims[label], notation = self.value(label)
            described[str(label)] = notation(claims[label])
        ordered = cbor2.dumps(dict(sorted(claims.items()))).hex()
        more = {self.random.choice([-70000, 5000, "own"]): [1, {"a": None}]} if self.random.random() < 0.5 else {}
        shuffled = list((claims | more).items())
        self.random.shuffle(shuffled)
        return {"encoded": ordered, "shuffled": cbor2.dumps(dict(shuffled)).hex(), "claims": described}


def make(count, seed):
    for index in range(int(count)):
        yield Maker(f"{index} {seed}").make()
