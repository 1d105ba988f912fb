"""SUIT envelopes and reports of random members, put together with cbor2, each with what it is made of."""

import hashlib
import random

from cbor2 import CBORTag, dumps

import keys

SECTIONS = [7, 8, 9, 15, 16, 18, 20, 24]
SEVERABLE = [15, 16, 18, 20]
CONDITIONS = [1, 2, 3, 5, 6, 24]


def digest(content):
    return [-16, hashlib.sha256(content).digest()]


def ordered(members):
    """A map in the order of its encoded keys (RFC 8949, section 4.2.1)."""
    return dict(sorted(members.items(), key=lambda member: dumps(member[0])))


class Maker:
    """Makes envelopes and reports out of the random numbers that a seed gives."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def happens(self, probability=0.5):
        return self.random.random() < probability

    def octets(self, least, most):
        return self.random.randbytes(self.random.randint(least, most))

    def number(self, bits=64):
        return self.random.getrandbits(self.random.randint(1, bits))

    def text(self, most=40):
        return "".join(self.random.choice("ab\u00fc\u6c34/:") for _ in range(self.random.randint(1, most)))

    def identifier(self):
        return [self.octets(0, 30) for _ in range(self.random.randint(0, 4))]

    def parameters(self):
        choices = {
            1: lambda: self.octets(16, 16), 2: lambda: self.octets(16, 16), 3: lambda: dumps(digest(self.octets(0, 9))),
            5: lambda: self.number(16), 12: self.happens, 13: self.happens, 14: self.number,
            18: lambda: self.octets(0, 300), 21: self.text, 22: lambda: self.number(8), 24: lambda: self.octets(16, 16),
            -300: lambda: [self.number(), self.text(), {"own": None}],
        }
        chosen = self.random.sample(list(choices), self.random.randint(1, 6))
        return ordered({code: choices[code]() for code in chosen})

    def sequence(self, depth=0):
        """Commands in the flat array that they are encoded in."""
        flat = []
        for _ in range(self.random.randint(0, 6)):
            kind = self.random.randrange(5 if depth < 2 else 4)
            if kind == 0: flat += [self.random.choice(CONDITIONS), self.random.randrange(16)]
            elif kind == 1: flat += [12, self.random.choice([0, 300, True, [0, 2]])]
            elif kind == 2: flat += [20, self.parameters()]
            elif kind == 3: flat += [-300, self.text()]
            else: flat += [15, [dumps(self.sequence(depth + 1)) for _ in range(self.random.randint(2, 3))]]
        return flat

    def common(self):
        components = [self.identifier() for _ in range(self.random.randint(1, 5))]
        members = {2: components}
        if self.happens(): members[1] = {len(components): self.random.choice([{}, {1: self.identifier()}])}
        if self.happens(0.8): members[4] = dumps(self.sequence())
        return ordered(members)

    def envelope(self):
        key = keys.Key(self.happens(), self.octets(32, 32))
        common, number = self.common(), self.number()
        manifest, severed, described = {1: 1, 2: number, 3: dumps(common)}, {}, {}
        if self.happens(): manifest[4] = self.text()
        if self.happens(): manifest[5] = self.identifier()
        for section in SECTIONS:
            if self.happens(0.6): continue
            content = dumps(self.sequence())
            described[f"section {section}"] = content.hex()
            if section in SEVERABLE and self.happens():
                # The digest of what is severed covers its byte string's head too (section 8.2).
                manifest[section], severed[section] = digest(dumps(content)), content
            else:
                manifest[section] = content
        payloads = {f"#{self.text()}": self.octets(0, 400) for _ in range(self.random.randint(0, 3))}
        encoded_manifest = dumps(ordered(manifest))
        covered = dumps(digest(dumps(encoded_manifest)))
        protected = dumps({1: keys.ESP256 if key.is_p256 else keys.ED25519})
        signature = key.sign(dumps(["Signature1", protected, b"", covered]))
        block = dumps(CBORTag(18, [protected, {4: key.thumbprint}, None, signature]))
        members = {2: dumps([covered, block]), 3: encoded_manifest} | severed | payloads
        described |= {"number": str(number), "public": key.public.hex(), "kid": key.thumbprint.hex(),
            "components": ",".join(dumps(component).hex() for component in common[2])}
        described |= {f"payload {uri.encode().hex()}": content.hex() for uri, content in payloads.items()}
        if 4 in manifest: described["reference"] = manifest[4].encode().hex()
        if 5 in manifest: described["identifier"] = dumps(manifest[5]).hex()
        if 4 in common: described["shared"] = common[4].hex()
        return {"encoded": dumps(CBORTag(107, ordered(members))).hex(), "members": described}

    def record(self):
        return [[self.random.randrange(256) for _ in range(self.random.randint(0, 4))], self.random.choice(SECTIONS),
            self.number(32), self.number(16), self.random.choice([{}, self.parameters()])]

    def claims(self):
        component, image, size = self.identifier(), self.octets(32, 32), self.number()
        value = {0: component, 3: dumps([-16, image]), 14: size}
        return value, f"{dumps(component).hex()}:{image.hex()}:{size}"

    def report(self):
        uri, image, records, described = self.random.choice(["", self.text()]), self.octets(32, 32), [], []
        for _ in range(self.random.randint(0, 4)):
            if self.happens():
                records.append(self.record())
                described.append(dumps(records[-1]).hex())
            else:
                claims, words = self.claims()
                records.append(claims)
                described.append(words)
        members = {3: records, 99: [uri, [-16, image]]}
        members[4] = True if self.happens() else {
            5: self.random.choice([1, -300]) * self.random.randrange(1, 36), 6: self.record(), 7: self.random.randrange(13)}
        if self.happens(): members[2] = self.octets(8, 64)
        if self.happens(0.3): members[8] = {1: [[self.octets(1, 9)]], 2: [1, 2, 20], 3: [1, 3], 4: [-16, -9], 5: [2, 3], 10: [1]}
        result = members[4] if members[4] is True else [members[4][5], members[4][6], members[4][7]]
        return {"encoded": dumps(ordered(members)).hex(), "members": {
            "uri": uri.encode().hex(), "digest": image.hex(), "records": " ".join(described),
            "result": dumps(result).hex()}
            | ({"nonce": members[2].hex()} if 2 in members else {})
            | ({"capabilities": dumps(members[8]).hex()} if 8 in members else {})}


def make(kind, count, seed):
    for index in range(int(count)):
        yield getattr(Maker(f"{kind} {index} {seed}"), kind)()
