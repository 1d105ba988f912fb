"""pycose 1.1.0 as a peer of the codec: it makes COSE structures, and opens those that the codec made."""

import random

import cbor2
from pycose.algorithms import A128GCM, A128KW, Direct, EcdhEsA128KW, EdDSA, Es256, HMAC256
from pycose.headers import IV, KID, Algorithm, StaticKey, SuppPubOther
from pycose.keys import EC2Key, OKPKey, SymmetricKey
from pycose.keys.curves import P256, Ed25519
from pycose.messages import CoseMessage, Enc0Message, EncMessage, Mac0Message, MacMessage, Sign1Message, SignMessage
from pycose.messages.recipient import DirectEncryption, KeyAgreementWithKeyWrap, KeyWrap
from pycose.messages.signer import CoseSignature

from cose import kdf_context
from server import serve

OTHER = b"SUIT Payload Encryption"


class Maker:
    """Makes one structure out of the random numbers that a seed gives, and says what it is made of."""

    def __init__(self, kind, seed):
        self.choice = random.Random(seed)
        self.kind = kind
        self.payload = self.octets(1, 300)
        self.described = {"kind": kind, "payload": self.payload.hex(), "detached": "false"}

    def octets(self, least, most=None):
        return self.choice.randbytes(self.choice.randint(least, most or least))

    def describe(self, name="", **members):
        self.described.update({name + member.replace("_", "-"): value.hex() if isinstance(value, bytes) else str(value)
            for member, value in members.items()})

    def make(self):
        encoded = getattr(self, self.kind)(self.choice.random() < 0.6)
        self.describe(encoded=encoded)
        body = cbor2.loads(encoded)
        self.read(body.value if isinstance(body, cbor2.CBORTag) else body)
        return self.described

    def read(self, body):
        """What only the encoding shows."""
        if self.kind == "sign1":
            self.describe("0.", signature=body[3])
        elif self.kind == "sign":
            for index, signature in enumerate(body[3]):
                self.describe(f"{index}.", signature=signature[2])
        elif self.kind in ("encrypt0", "encrypt"):
            self.describe(ciphertext=body[2])
        if self.kind in ("mac", "encrypt"):
            (protected, unprotected, wrapped), = body[-1]
            self.describe("0.", wrapped=wrapped)
            if -1 in unprotected:
                self.describe("0.", x=unprotected[-1][-2], y=unprotected[-1][-3], context=kdf_context(protected, OTHER))

    def signing_key(self, name):
        kid = self.octets(32)
        if self.choice.random() < 0.5:
            algorithm, key = Es256, EC2Key.generate_key(P256)
            public = key.x + key.y
        else:
            algorithm, key = EdDSA, OKPKey.generate_key(Ed25519)
            public = key.x
        self.describe(name, algorithm=algorithm.identifier, kid=kid, public=public)
        return algorithm, kid, key

    def sign1(self, tag):
        algorithm, kid, key = self.signing_key("0.")
        message = Sign1Message(phdr={Algorithm: algorithm}, uhdr={KID: kid}, payload=self.payload)
        message.key = key
        return message.encode(tag=tag)

    def sign(self, tag):
        signers = []
        for index in range(self.choice.randint(1, 3)):
            algorithm, kid, key = self.signing_key(f"{index}.")
            signer = CoseSignature(phdr={Algorithm: algorithm}, uhdr={KID: kid})
            signer.key = key
            signers.append(signer)
        return SignMessage(payload=self.payload, signers=signers).encode(tag=tag)

    def mac0(self, tag):
        key, kid = self.octets(32), self.octets(1, 32)
        message = Mac0Message(phdr={Algorithm: HMAC256}, uhdr={KID: kid}, payload=self.payload)
        message.key = SymmetricKey(k=key)
        self.describe(algorithm=HMAC256.identifier, key=key, kid=kid)
        return message.encode(tag=tag)

    def mac(self, tag):
        """Of direct use of a key only: pycose cannot make a key for HMAC to be wrapped."""
        key, kid, recipient_kid = self.octets(32), self.octets(1, 32), self.octets(1, 32)
        recipient = DirectEncryption(uhdr={Algorithm: Direct, KID: recipient_kid})
        message = MacMessage(phdr={Algorithm: HMAC256}, uhdr={KID: kid}, payload=self.payload, recipients=[recipient])
        message.key = SymmetricKey(k=key)
        self.describe(algorithm=HMAC256.identifier, key=key, kid=kid)
        self.describe("0.", recipient=Direct.identifier, recipient_kid=recipient_kid)
        return message.encode(tag=tag)

    def encrypt0(self, tag):
        key, iv = self.octets(16), self.octets(12)
        message = Enc0Message(phdr={Algorithm: A128GCM}, uhdr={IV: iv}, payload=self.payload)
        message.key = SymmetricKey(k=key)
        self.describe(algorithm=A128GCM.identifier, key=key, iv=iv)
        return message.encode(tag=tag)

    def encrypt(self, tag):
        iv = self.octets(12)
        message = EncMessage(phdr={Algorithm: A128GCM}, uhdr={IV: iv}, payload=self.payload,
            recipients=self.recipients())
        self.describe(algorithm=A128GCM.identifier, iv=iv)
        return message.encode(tag=tag)

    def recipients(self):
        kid, content_key = self.octets(1, 32), self.octets(16)
        if self.choice.random() < 0.5:
            kek = self.octets(16)
            recipient = KeyWrap(uhdr={Algorithm: A128KW, KID: kid}, payload=content_key)
            recipient.key = SymmetricKey(k=kek)
            self.describe("0.", recipient=A128KW.identifier, recipient_kid=kid, kek=kek)
        else:
            own = EC2Key.generate_key(P256)
            recipient = KeyAgreementWithKeyWrap(
                phdr={Algorithm: EcdhEsA128KW}, uhdr={KID: kid}, payload=content_key)
            recipient.local_attrs = {SuppPubOther: OTHER, StaticKey: EC2Key(crv=P256, x=own.x, y=own.y)}
            self.describe("0.", recipient=EcdhEsA128KW.identifier, recipient_kid=kid, private=own.d)
        return [recipient]


def make(kind, count, seed):
    for index in range(int(count)):
        yield Maker(kind, f"{kind} {index} {seed}").make()


def open_sign1(encoded, public):
    """What pycose reads in a COSE_Sign1 whose signature it finds valid."""
    message, x = CoseMessage.decode(bytes.fromhex(encoded)), bytes.fromhex(public)
    is_p256 = len(x) == 64
    message.key = EC2Key(crv=P256, x=x[:32], y=x[32:]) if is_p256 else OKPKey(crv=Ed25519, x=x)
    if not message.verify_signature():
        raise ValueError("the signature is not valid")
    yield {"tag": str(message.cbor_tag), "algorithm": str(message.get_attr(Algorithm).identifier),
        "kid": message.get_attr(KID).hex(), "payload": message.payload.hex()}


def open_sealed(kind, encoded, secret):
    """What pycose finds in a COSE_Mac0, COSE_Encrypt0 or COSE_Encrypt under a secret key."""
    message, key = CoseMessage.decode(bytes.fromhex(encoded)), bytes.fromhex(secret)
    if kind == "encrypt":
        recipient = message.recipients[0]
        if isinstance(recipient, KeyWrap):
            recipient.key = SymmetricKey(k=key)
        else:
            recipient.key = EC2Key(crv=P256, d=key)
            recipient.local_attrs = {SuppPubOther: OTHER}
        yield message.decrypt(recipient).hex()
        return
    message.key = SymmetricKey(k=key)
    if kind == "mac0" and not message.verify_tag():
        raise ValueError("the tag is wrong")
    yield (message.payload if kind == "mac0" else message.decrypt()).hex()


if __name__ == "__main__":
    serve({"make": make, "open-sign1": open_sign1, "open": open_sealed})
