"""The root of all members of a bundle: one number that stands for every byte, made as RFC 6962 makes it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from hashlib import sha256

SHORT_LETTERS = 20
GROUP = 4


def root_of(members: Mapping[str, bytes]) -> str:
    """Return the Merkle root (64 small hexadecimal letters) over SHA-256 sums of members by path.

    The leaves stand in the order of their paths' bytes: SHA-256(0x00 ‖ path ‖ 0x00 ‖ sum of the content). Two nodes
    make one: SHA-256(0x01 ‖ left ‖ right); of n leaves the left side takes the largest power of two below n.

    >>> root_of({})[:8]
    'e3b0c442'
    """
    paths = sorted(members, key=str.encode)
    leaves = [sha256(b"\0" + path.encode() + b"\0" + members[path]).digest() for path in paths]
    return _node(leaves).hex()


def short_root(root: str) -> str:
    """Return the short form of a root as it is printed in a decision: its first 80 bits in groups of four.

    >>> short_root("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
    'e3b0 c442 98fc 1c14 9afb'
    """
    return " ".join(root[at : at + GROUP] for at in range(0, SHORT_LETTERS, GROUP))


def is_root(root: str, typed: str) -> bool:
    """Whether `typed` is `root`, in full or in the short form; spaces, hyphens and capitals do not matter.

    >>> is_root("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "E3B0 C442-98fc1c149afb")
    True
    """
    letters = re.sub(r"[\s\-‐–·.]+", "", typed).lower()
    return letters in (root, root[:SHORT_LETTERS])


def _node(leaves: Sequence[bytes]) -> bytes:
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    left = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha256(b"\1" + _node(leaves[:left]) + _node(leaves[left:])).digest()
