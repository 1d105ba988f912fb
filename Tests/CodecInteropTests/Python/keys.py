"""Keys and the operations with them, by pyca/cryptography."""

import hashlib
import hmac

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, keywrap
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM, ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

ESP256, ED25519, ES256, EDDSA = -9, -19, -7, -8
HMAC256, A128GCM, CHACHA, A128CTR, A128KW, ECDH_ES_A128KW = 5, 1, 24, -65534, -3, -29
ECDSA = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
CURVE = ec.SECP256R1()


def octets(number):
    return number.to_bytes(32, "big")


class Key:
    """A key pair of P-256 or Ed25519."""

    def __init__(self, is_p256, private):
        self.is_p256 = is_p256
        if is_p256:
            order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
            self.private = ec.derive_private_key(int.from_bytes(private, "big") % (order - 1) + 1, CURVE)
            numbers = self.private.public_key().public_numbers()
            self.x, self.y = octets(numbers.x), octets(numbers.y)
            self.public = self.x + self.y
        else:
            self.private = ed25519.Ed25519PrivateKey.from_private_bytes(private)
            self.x = self.public = self.private.public_key().public_bytes_raw()

    @property
    def cose_key(self):
        return {1: 2, -1: 1, -2: self.x, -3: self.y} if self.is_p256 else {1: 1, -1: 6, -2: self.x}

    @property
    def thumbprint(self):
        """RFC 9679."""
        return hashlib.sha256(cbor2.dumps(self.cose_key, canonical=True)).digest()

    def sign(self, message):
        if not self.is_p256:
            return self.private.sign(message)
        r, s = decode_dss_signature(self.private.sign(message, ECDSA))
        return octets(r) + octets(s)


def public_key(public):
    if len(public) == 32:
        return ed25519.Ed25519PublicKey.from_public_bytes(public)
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, b"\x04" + public)


def check(public, signature, message):
    """Raises where the signature is not valid."""
    if len(public) == 32:
        return public_key(public).verify(signature, message)
    r, s = (int.from_bytes(half, "big") for half in (signature[:32], signature[32:]))
    public_key(public).verify(encode_dss_signature(r, s), message, ECDSA)


def mac(key, message):
    return hmac.digest(key, message, "sha256")


def encrypt(algorithm, key, iv, plaintext, structure):
    if algorithm == A128CTR:
        return Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor().update(plaintext)
    return (AESGCM if algorithm == A128GCM else ChaCha20Poly1305)(key).encrypt(iv, plaintext, structure)


def decrypt(algorithm, key, iv, ciphertext, structure):
    if algorithm == A128CTR:
        return Cipher(algorithms.AES(key), modes.CTR(iv)).decryptor().update(ciphertext)
    return (AESGCM if algorithm == A128GCM else ChaCha20Poly1305)(key).decrypt(iv, ciphertext, structure)


def wrap(kek, key):
    return keywrap.aes_key_wrap(kek, key)


def unwrap(kek, wrapped):
    return keywrap.aes_key_unwrap(kek, wrapped)


def agree(private, public, context):
    """The key encryption key of ECDH-ES+A128KW (RFC 9053, section 6.4.1), with an encoded COSE_KDF_Context."""
    secret = private.exchange(ec.ECDH(), public)
    return HKDF(hashes.SHA256(), 16, None, context).derive(secret)
