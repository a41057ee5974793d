"""Keys that sign releases: Ed25519, by `cryptography`. A private key never leaves the installation."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

KEY_BYTES = 32
SIGNATURE_BYTES = 64


class NoKey(ValueError):
    """Raised where a text is no key, or no signature, of the form that this module writes."""


@dataclass(frozen=True, slots=True)
class VerifyingKey:
    """The public half of a key: 32 bytes that anyone may have."""

    raw: bytes

    def __str__(self) -> str:
        """The key in base64."""
        return b64encode(self.raw).decode()

    @property
    def fingerprint(self) -> str:
        """The first 128 bits of the key's SHA-256 in groups of four, to be compared by eye."""
        letters = sha256(self.raw).hexdigest()[:32]
        return " ".join(letters[at : at + 4] for at in range(0, 32, 4))

    def file(self) -> str:
        """Return the text of a key file: the key in a line, its fingerprint in the next."""
        return f"{self}\n{self.fingerprint}\n"

    def is_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` was made over `message` by the private half of this key."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True)
class SigningKey:
    """A whole key: its 32 private bytes, from which the public half follows."""

    raw: bytes

    def __repr__(self) -> str:
        """Without the private bytes: a key may stand in a traceback."""
        return f"SigningKey({self.public})"

    def file(self) -> str:
        """Return the text of the private key file: the private bytes in base64, in a line."""
        return b64encode(self.raw).decode() + "\n"

    @cached_property
    def public(self) -> VerifyingKey:
        """The public half."""
        return VerifyingKey(Ed25519PrivateKey.from_private_bytes(self.raw).public_key().public_bytes_raw())

    def sign(self, message: bytes) -> bytes:
        """Return the signature over `message`: 64 bytes, the same for the same message."""
        return Ed25519PrivateKey.from_private_bytes(self.raw).sign(message)


def new_signing_key() -> SigningKey:
    """Return a key made from the machine's randomness."""
    return SigningKey(Ed25519PrivateKey.generate().private_bytes_raw())


def read_signing_key(text: str) -> SigningKey:
    """Return the key of a private key file, which `SigningKey.file` wrote. Raises `NoKey`."""
    return SigningKey(_bytes_of(text.strip(), KEY_BYTES))


def read_verifying_key(text: str) -> VerifyingKey:
    """Return the public key of a key file: the first line is the key, a second its fingerprint. Raises `NoKey` where
    the two do not agree."""
    lines = [line.strip() for line in text.removeprefix("\ufeff").splitlines() if line.strip()]
    if not 1 <= len(lines) <= 2:
        raise NoKey("a key file has a key and its fingerprint")
    key = VerifyingKey(_bytes_of(lines[0], KEY_BYTES))
    if lines[1:] not in ([], [key.fingerprint]):
        raise NoKey("the fingerprint is that of another key")
    return key


def signature_text(signature: bytes) -> str:
    """Return a signature as a file holds it: base64 in a line."""
    return b64encode(signature).decode() + "\n"


def read_signature(text: str) -> bytes:
    """Return the signature that `signature_text` wrote. Raises `NoKey` for any other text."""
    signature = _bytes_of(text.removesuffix("\n"), SIGNATURE_BYTES)
    if signature_text(signature) != text:
        raise NoKey("the signature has no line of its own")
    return signature


def _bytes_of(text: str, length: int) -> bytes:
    """Return the bytes of a base64 text in its one form."""
    try:
        found = b64decode(text, validate=True)
    except (NotBase64, ValueError) as error:
        raise NoKey(str(error)) from None
    if len(found) != length or b64encode(found).decode() != text:
        raise NoKey(f"this is not the base64 of {length} bytes")
    return found
