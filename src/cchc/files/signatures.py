"""The signatures of a PDF in four answers: are its bytes intact, is the signer known, was the certificate valid at
signing, was the file changed after?

    [(one.signer, one.intact.answer, one.known.answer) for one in found.signatures]
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from cchc.core.words.messages import Message


class SignatureAnswer(StrEnum):
    """An answer to one of the four questions."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer with its reasons, one sentence each."""

    answer: SignatureAnswer
    reasons: tuple[Message, ...]


class SignatureKind(StrEnum):
    """A signature of a person or an office, or a time stamp over the whole file."""

    SIGNATURE = "signature"
    TIME_STAMP = "time_stamp"


@dataclass(frozen=True, slots=True)
class FoundSignature:
    """A signature in a file: the printed name and organisation of the signer, who issued the certificate, the time of
    signing (ISO, UTC; empty where the file tells none) and the four answers."""

    kind: SignatureKind
    signer: str
    organisation: str
    issuer: str
    signed_at: str
    intact: Answered
    known: Answered
    valid: Answered
    changed: Answered


@dataclass(frozen=True, slots=True)
class SignedPdf:
    """All signatures of a file, in the order in which they were made; `why` says what could not be read."""

    signatures: tuple[FoundSignature, ...]
    why: Message | None = None
