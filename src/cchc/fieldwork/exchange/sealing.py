"""The export of a device's queue, sealed to the public key of the installation: ECDH on P-256 with a key made for this
one export, HKDF-SHA256, AES-256-GCM. `static/fieldwork/app/sealing.js` seals; here it is opened.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDH,
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

FORMAT = "cchc-fieldwork-1"
MOST_BYTES = 50_000_000  # of an export: a year of forms of one telephone is a hundredth of it
_PARTS = ("ephemeral", "salt", "iv", "data")


class NotOpened(ValueError):
    """Raised where an export cannot be opened: it is none, it was changed, or it is sealed to another key."""


@dataclass(frozen=True, slots=True)
class OpeningKey:
    """The private key of the installation."""

    key: EllipticCurvePrivateKey

    @property
    def public(self) -> str:
        """The public half, a point of 65 bytes as base64: what devices seal to."""
        return b64encode(_point(self.key.public_key())).decode()

    @property
    def fingerprint(self) -> str:
        """The first 16 signs of the hash of the public half, by which people compare two keys."""
        return sha256(_point(self.key.public_key())).hexdigest()[:16]

    def file(self) -> str:
        """The text of the key file."""
        return self.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def _point(key: EllipticCurvePublicKey) -> bytes:
    return key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def new_opening_key() -> OpeningKey:
    """A key that nobody has yet.

    >>> len(b64decode(new_opening_key().public))
    65
    """
    return OpeningKey(generate_private_key(SECP256R1()))


def read_opening_key(text: str) -> OpeningKey:
    """The key of a key file; raises ValueError for a file that holds none.

    >>> key = new_opening_key()
    >>> read_opening_key(key.file()).public == key.public
    True
    """
    key = load_pem_private_key(text.encode(), None)
    if not isinstance(key, EllipticCurvePrivateKey) or not isinstance(key.curve, SECP256R1):
        raise ValueError("not a key on P-256")
    return OpeningKey(key)


def opened_export(key: OpeningKey, sealed: bytes) -> dict[str, Any]:
    """What an export says: `token` of the device and its `forms`; raises `NotOpened`."""
    try:
        told = json.loads(sealed.decode())
        if told["format"] != FORMAT:
            raise NotOpened
        ephemeral, salt, iv, data = (b64decode(told[name], validate=True) for name in _PARTS)
        other = EllipticCurvePublicKey.from_encoded_point(SECP256R1(), ephemeral)
        secret = HKDF(SHA256(), 32, salt, FORMAT.encode()).derive(key.key.exchange(ECDH(), other))
        plain = json.loads(AESGCM(secret).decrypt(iv, data, FORMAT.encode()))
    except (ValueError, TypeError, KeyError, RecursionError, InvalidTag):
        raise NotOpened from None
    if not isinstance(plain, dict):
        raise NotOpened
    return plain
