"""COSE structures (RFC 9052) put together with cbor2, each with what it is made of."""

import random

from cbor2 import CBORTag, dumps

from keys import *

TAGS = {"sign1": 18, "sign": 98, "mac0": 17, "mac": 97, "encrypt0": 16, "encrypt": 96}
SIGNATURES = {ESP256: True, ED25519: False, ES256: True, EDDSA: False}


def headers(choice, protected, unprotected):
    """Both buckets, the first encoded, with some parameters that readers have to pass over."""
    if choice.random() < 0.3:
        unprotected[choice.choice([100, -70000, "x"])] = choice.choice([0, b"\x00", [1, {2: "a"}], None])
    if choice.random() < 0.2 and protected:
        protected[3] = "application/teep+cbor"
    items = list(protected.items())
    choice.shuffle(items)
    return (dumps(dict(items)) if items else b""), unprotected


class Maker:
    """Makes one structure out of the random numbers that a seed gives."""

    def __init__(self, kind, seed):
        self.choice = random.Random(seed)
        self.kind = kind
        self.payload = self.octets(0, 400)
        self.is_detached = self.choice.random() < 0.3
        self.is_tagged = self.choice.random() < 0.6
        self.external = self.octets(1, 40) if self.choice.random() < 0.3 else b""
        self.described = {"kind": kind, "payload": self.payload.hex(), "external": self.external.hex()}

    def octets(self, least, most=None):
        return self.choice.randbytes(self.choice.randint(least, most or least))

    def make(self):
        body = getattr(self, self.kind)()
        encoded = dumps(CBORTag(TAGS[self.kind], body) if self.is_tagged else body)
        self.described.update(
            encoded=encoded.hex(), detached=str(self.is_detached).lower())
        return self.described

    @property
    def content(self):
        return None if self.is_detached else self.payload

    def signer(self, name, structure):
        """`structure` gives the first elements of the Sig_structure, for a protected bucket."""
        algorithm = self.choice.choice(list(SIGNATURES))
        key = Key(SIGNATURES[algorithm], self.octets(32))
        protected, unprotected = headers(self.choice, {1: algorithm}, {4: key.thumbprint})
        signature = key.sign(dumps(structure(protected) + [self.external, self.payload]))
        self.described.update({name + "algorithm": str(algorithm), name + "kid": key.thumbprint.hex(),
            name + "public": key.public.hex(), name + "signature": signature.hex()})
        return protected, unprotected, signature

    def sign1(self):
        protected, unprotected, signature = self.signer("0.", lambda bucket: ["Signature1", bucket])
        return [protected, unprotected, self.content, signature]

    def sign(self):
        # An encoded empty map counts as the empty string that stands for it (RFC 9052, section 4.4).
        body, unprotected = self.choice.choice([b"", b"\xa0"]), headers(self.choice, {}, {})[1]
        count = self.choice.randint(1, 3)
        structure = lambda bucket: ["Signature", b"", bucket]
        signatures = [list(self.signer(f"{index}.", structure)) for index in range(count)]
        return [body, unprotected, self.content, signatures]

    def tag(self, context, key):
        protected, unprotected = headers(self.choice, {1: HMAC256}, {4: self.octets(1, 32)})
        tag = mac(key, dumps([context, protected, self.external, self.payload]))
        self.described.update(key=key.hex(), algorithm=str(HMAC256), kid=unprotected[4].hex(), tag=tag.hex())
        return [protected, unprotected, self.content, tag]

    def mac0(self):
        return self.tag("MAC0", self.octets(32))

    def mac(self):
        key = self.octets(32)
        return self.tag("MAC", key) + [self.recipients(key)]

    def ciphertext(self, context, key, algorithm):
        iv = self.octets(16 if algorithm == A128CTR else 12)
        alg = {1: algorithm}
        protected, unprotected = headers(self.choice, {} if algorithm == A128CTR else alg,
            {5: iv} | (alg if algorithm == A128CTR else {}))
        structure = dumps([context, protected, self.external])
        ciphertext = encrypt(algorithm, key, iv, self.payload, structure)
        self.described.update(key=key.hex(), algorithm=str(algorithm), iv=iv.hex(), ciphertext=ciphertext.hex())
        return [protected, unprotected, None if self.is_detached else ciphertext]

    def content_key(self):
        algorithm = self.choice.choice([A128GCM, A128CTR, CHACHA])
        return algorithm, self.octets(32 if algorithm == CHACHA else 16)

    def encrypt0(self):
        algorithm, key = self.content_key()
        return self.ciphertext("Encrypt0", key, algorithm)

    def encrypt(self):
        algorithm, key = self.content_key()
        return self.ciphertext("Encrypt", key, algorithm) + [self.recipients(key)]

    def recipients(self, key):
        return [self.recipient(f"{index}.", key) for index in range(self.choice.randint(1, 2))]

    def recipient(self, name, key):
        algorithm = self.choice.choice([A128KW, ECDH_ES_A128KW])
        identifier = self.octets(1, 32)
        described = {"recipient": str(algorithm), "recipient-kid": identifier.hex()}
        if algorithm == A128KW:
            kek = self.octets(16)
            protected = self.choice.choice([b"", b"\xa0"])
            unprotected = headers(self.choice, {}, {1: A128KW, 4: identifier})[1]
            described["kek"] = kek.hex()
        else:
            own, ephemeral = Key(True, self.octets(32)), Key(True, self.octets(32))
            protected, unprotected = headers(self.choice, {1: ECDH_ES_A128KW},
                {4: identifier, -1: ephemeral.cose_key})
            context = kdf_context(protected, b"SUIT Payload Encryption")
            kek = agree(ephemeral.private, own.private.public_key(), context)
            described.update({"x": ephemeral.x.hex(), "y": ephemeral.y.hex(), "context": context.hex(),
                "private": octets(own.private.private_numbers().private_value).hex()})
        wrapped = wrap(kek, key)
        described["wrapped"] = wrapped.hex()
        self.described.update({name + item: value for item, value in described.items()})
        return [protected, unprotected, wrapped]


def kdf_context(protected, other):
    """COSE_KDF_Context (RFC 9053, section 5.2) as SUIT payload encryption fills it in."""
    nobody = [None, None, None]
    return dumps([A128KW, nobody, nobody, [128, protected] + ([other] if other else [])])
