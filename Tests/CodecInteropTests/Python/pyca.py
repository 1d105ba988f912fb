"""cbor2 and pyca/cryptography as a peer of the codec."""

import hashlib
import io
import struct
from collections.abc import Mapping

import cbor2

import eat
import keys
import suit
from cose import Maker, kdf_context
from server import serve
from teep import messages


def make(kind, count, seed):
    for index in range(int(count)):
        yield Maker(kind, f"{kind} {index} {seed}").make()


def web_tokens(count, seed):
    """Claims sets as the payloads of COSE_Sign1, with and without the tag of CWT (RFC 8392, section 6)."""
    for index, claims in enumerate(eat.make(count, seed)):
        key = keys.Key(index % 2 == 0, hashlib.sha256(f"{index} {seed}".encode()).digest())
        payload = octets(claims["shuffled"])
        protected = cbor2.dumps({1: keys.ESP256 if key.is_p256 else keys.ED25519})
        signature = key.sign(cbor2.dumps(["Signature1", protected, b"", payload]))
        token = cbor2.CBORTag(18, [protected, {4: key.thumbprint}, payload, signature])
        encoded = cbor2.dumps(cbor2.CBORTag(61, token) if index % 3 else token)
        yield {"encoded": encoded.hex(), "public": key.public.hex(), "kid": key.thumbprint.hex(), "claims": claims["claims"]}


def octets(text):
    return b"" if text == "-" else bytes.fromhex(text)


def sign(is_p256, private, message):
    """The signature under a private key, and its public key."""
    key = keys.Key(is_p256 == "01", octets(private))
    yield {"signature": key.sign(octets(message)).hex(), "public": key.public.hex(), "kid": key.thumbprint.hex()}


def open_sign1(encoded, public):
    """What cbor2 reads in a COSE_Sign1 whose signature pyca/cryptography finds valid."""
    tag = cbor2.loads(octets(encoded))
    protected, unprotected, payload, signature = tag.value
    keys.check(octets(public), signature, cbor2.dumps(["Signature1", protected, b"", payload]))
    yield {"tag": str(tag.tag), "algorithm": str(cbor2.loads(protected)[1]), "kid": unprotected[4].hex(),
        "payload": payload.hex()}


def open_sealed(kind, encoded, secret):
    """What cbor2 and pyca/cryptography find in a COSE_Mac0, COSE_Encrypt0 or COSE_Encrypt under a secret key."""
    body, key = cbor2.loads(octets(encoded)).value, octets(secret)
    protected, unprotected, content = body[:3]
    algorithm = {**unprotected, **(cbor2.loads(protected) if protected else {})}[1]
    if kind == "mac0":
        if keys.mac(key, cbor2.dumps(["MAC0", protected, b"", content])) != body[3]:
            raise ValueError("the tag is wrong")
        yield content.hex()
        return
    if kind == "encrypt":
        own, more, wrapped = body[3][0]
        if own:
            ephemeral = more[-1]
            public = keys.public_key(ephemeral[-2] + ephemeral[-3])
            receiver = keys.ec.derive_private_key(int.from_bytes(key, "big"), keys.CURVE)
            key = keys.agree(receiver, public, kdf_context(own, b"SUIT Payload Encryption"))
        key = keys.unwrap(key, wrapped)
    context = "Encrypt0" if kind == "encrypt0" else "Encrypt"
    yield keys.decrypt(algorithm, key, unprotected[5], content, cbor2.dumps([context, protected, b""])).hex()


def encrypt(algorithm, *arguments):
    yield keys.encrypt(int(algorithm), *(octets(argument) for argument in arguments)).hex()


def verify(public, signature, message):
    """Whether the signature is valid."""
    try:
        keys.check(octets(public), octets(signature), octets(message))
        yield True
    except keys.InvalidSignature:
        yield False


def operation(function):
    """A command that applies `function` to bytes and gives bytes."""
    def command(*arguments):
        yield function(*(octets(argument) for argument in arguments)).hex()
    return command


def decrypt(algorithm, *arguments):
    yield keys.decrypt(int(algorithm), *(octets(argument) for argument in arguments)).hex()


def agree(private, public, context):
    own = keys.ec.derive_private_key(int(private, 16), keys.CURVE)
    yield keys.agree(own, keys.public_key(octets(public)), octets(context)).hex()


TAGS = {
    number: lambda value, immutable, number=number: cbor2.CBORTag(number, value) for number in [*range(0, 1200), 55799]
}


def read(encoded):
    """The one item in `encoded`, its tags left as they are and its texts UTF-8 or not."""
    stream = io.BytesIO(octets(encoded))
    item = cbor2.CBORDecoder(stream, semantic_decoders=TAGS, str_errors="replace", read_size=1).decode()
    if stream.read():
        raise cbor2.CBORDecodeError("bytes follow the item")
    return item


def judge(encoded):
    """Whether cbor2 takes the whole of `encoded` for one well-formed item."""
    try:
        read(encoded)
        yield True
    except cbor2.CBORDecodeError:
        yield False


def notation(item):
    """Diagnostic notation (RFC 8949, section 8) with floating-point numbers as those of 64 bits."""
    match item:
        case bool() | None:
            return {True: "true", False: "false", None: "null"}[item]
        case int():
            return str(item)
        case float():
            return "float(0x%s)" % struct.pack(">d", item).hex()
        case bytes():
            return "h'%s'" % item.hex()
        case str():
            return '"%s"' % item
        case list() | tuple():
            return "[%s]" % ", ".join(map(notation, item))
        case Mapping():
            return "{%s}" % ", ".join(f"{notation(key)}: {notation(value)}" for key, value in item.items())
        case cbor2.CBORTag():
            return f"{item.tag}({notation(item.value)})"
        case cbor2.CBORSimpleValue():
            return f"simple({item.value})"
    return "undefined"


def tree(encoded):
    yield notation(read(encoded))


def encode(encoded, canonical):
    """What cbor2 writes for what it reads."""
    yield cbor2.dumps(read(encoded), canonical=canonical == "01").hex()


serve({
    "make": make, "claims": eat.make, "web-tokens": web_tokens, "suit": suit.make, "messages": messages, "sign": sign, "open-sign1": open_sign1, "open": open_sealed, "verify": verify, "decrypt": decrypt, "encrypt": encrypt, "agree": agree, "judge": judge,
    "tree": tree, "encode": encode,
    "mac": operation(keys.mac), "unwrap": operation(keys.unwrap), "wrap": operation(keys.wrap),
    "sha256": operation(lambda content: hashlib.sha256(content).digest()),
})
