"""Verifies a COSE_Sign1 (RFC 9052, section 4.4) by ESP256, and says who signed it: prints its kid in hexadecimal.

usage: sign1.py PUBLIC-KEY, with the message on standard input; the key is a file in PEM
"""

import sys

import cbor2
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

with open(sys.argv[1], "rb") as file:
    key = serialization.load_pem_public_key(file.read())
protected, unprotected, payload, signature = cbor2.loads(sys.stdin.buffer.read()).value
assert cbor2.loads(protected) == {1: -9}
r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
covered = cbor2.dumps(["Signature1", protected, b"", payload])
key.verify(encode_dss_signature(r, s), covered, ec.ECDSA(hashes.SHA256()))
print(unprotected[4].hex())
