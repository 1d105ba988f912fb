"""A verifier that trusts a TAM: writes an attestation result (RFC 9711 as a CWT, RFC 8392) to standard output.

usage: verifier.py VERIFIER-KEY TAM-PUBLIC-KEY CHALLENGE
The keys are files in PEM, of P-256; the challenge is in hexadecimal.
"""

import hashlib
import sys

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature


def thumbprint(key):
    """RFC 9679."""
    numbers = key.public_numbers()
    x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
    return hashlib.sha256(cbor2.dumps({1: 2, -1: 1, -2: x, -3: y}, canonical=True)).digest()


def contents(path):
    with open(path, "rb") as file:
        return file.read()


verifier = serialization.load_pem_private_key(contents(sys.argv[1]), None)
tam = serialization.load_pem_public_key(contents(sys.argv[2]))
# cnf with a kid (RFC 8747, section 3.4), and eat_nonce.
claims = cbor2.dumps({8: {3: thumbprint(tam)}, 10: bytes.fromhex(sys.argv[3])})
protected = cbor2.dumps({1: -9})
covered = cbor2.dumps(["Signature1", protected, b"", claims])
r, s = decode_dss_signature(verifier.sign(covered, ec.ECDSA(hashes.SHA256())))
signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
message = [protected, {4: thumbprint(verifier.public_key())}, claims, signature]
sys.stdout.buffer.write(cbor2.dumps(cbor2.CBORTag(18, message)))
