"""The door through which signatures of a PDF are read.

    found = SIGNED_PDF.read(path, "QD-12.pdf", anchors)

Nothing is fetched: chains are built from the certificates in the file and those that the administrator has loaded,
and whether a certificate was revoked is known only where the file itself keeps the proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits
from cchc.files.signatures import SignedPdf

MOST_SIGNATURES = 30  # of one file; a plan that all departments sign has some twenty
_MARK = re.compile(rb"/(?:ByteRange|[A-Za-z]{0,9}#[0-9A-Fa-f]{2})")
_PIECE = 1 << 20
_LONGEST_MARK = 32


def may_be_signed(path: Path) -> bool:
    """Whether the bytes of a PDF name what every signature needs; most files do not, and need no closer look."""
    with path.open("rb") as content:
        end = b""
        while piece := content.read(_PIECE):
            if _MARK.search(end + piece):
                return True
            end = piece[-_LONGEST_MARK:]
    return False


def read_signatures(
    data: bytes | Path,
    name: str,
    anchors: tuple[bytes, ...],
    *,
    progress: Callable[[int, int], None] | None = None,
) -> SignedPdf:
    """Return the signatures of a PDF, judged by `anchors` (certificates of authorities, DER); runs in the sandbox."""
    from cchc.files.signature_reading import signed_pdf  # a large library, for the sandbox alone

    return signed_pdf(data if isinstance(data, bytes) else data.read_bytes(), anchors, MOST_SIGNATURES)


SIGNED_PDF = Door(
    read_signatures,
    (FileKind.PDF,),
    most_bytes=50_000_000,
    limits=Limits(memory=1_000_000_000, computing=60, clock=90, answer=1_000_000),
)
