"""Certificates of authorities as files (.cer, .crt, .pem, .p7b), whom signatures are traced back to: read, and said in
words.

    ANCHOR_FILE.read(data, "CA-goc.cer") -> (Certificate(subject="…", issuer="…", …),)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from asn1crypto import cms, pem, x509

from cchc.core.words.lengths import MOST
from cchc.core.words.messages import Fault, Faults, Message, Place
from cchc.files.doors import Door
from cchc.files.kinds import FileKind
from cchc.files.sandbox import Limits

MOST_CERTIFICATES = 100  # in one file; the trust list of a state has some dozens
_SEQUENCE = b"\x30"  # with which everything in DER begins
LONGEST_NAME = MOST["certificate_name"]
_EXPECTED = Message("a file with certificates of authorities (.cer, .crt, .pem or .p7b)")
_NO_CERTIFICATE = Message("The file holds no certificate: export it from the website of the authority again.")
_SECRET = Message(
    "The file holds a private key, which is never needed here: keep it secret, and bring the certificate alone."
)
_MANY = Message("The file holds more than {most} certificates: bring those that are needed.")
_NO_AUTHORITY = Message(
    "This is the certificate of a person or an office, not of an authority that issues certificates: bring the one of "
    "the authority."
)
_DAMAGED = Message("The certificate is damaged: export it from the website of the authority again.")


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate as a page shows it: subject, issuer and serial number in words, first and last day (ISO), SHA-256
    of its bytes, and the bytes."""

    subject: str
    issuer: str
    serial: str
    valid_from: str
    valid_to: str
    sha256: str
    der: bytes


def read_anchors(
    data: bytes | Path, name: str, *, progress: Callable[[int, int], None] | None = None
) -> tuple[Certificate, ...]:
    """Return the certificates of authorities in a file, each once, in their order; runs in the sandbox.

    Raises `Faults` with each certificate that cannot be taken.
    """
    content = data if isinstance(data, bytes) else data.read_bytes()
    faults: list[Fault] = []
    found: dict[bytes, Certificate] = {}
    for number, der in enumerate(_certificates(content, name), 1):
        place = Place(file=name, row=number)
        try:
            certificate = x509.Certificate.load(der, strict=True)
            one = described(certificate)
        except (ValueError, TypeError, OverflowError, RecursionError):
            faults.append(Fault(place, name, _EXPECTED, _DAMAGED))
            continue
        if not _is_authority(certificate):
            faults.append(Fault(place, one.subject, _EXPECTED, _NO_AUTHORITY))
        found[der] = one
    if faults:
        raise Faults(faults)
    return tuple(found.values())


def described(certificate: x509.Certificate) -> Certificate:
    """Return a certificate in words. Raises ValueError for one that is damaged."""
    validity = certificate["tbs_certificate"]["validity"]
    return Certificate(
        subject=name_in_words(certificate.subject),
        issuer=name_in_words(certificate.issuer),
        serial=f"{certificate.serial_number:x}"[:LONGEST_NAME],
        valid_from=validity["not_before"].native.date().isoformat(),
        valid_to=validity["not_after"].native.date().isoformat(),
        sha256=certificate.sha256.hex(),
        der=certificate.dump(),
    )


def name_in_words(name: x509.Name) -> str:
    """Return whom a name of a certificate means: common name and organisation, else all that it holds."""
    common, organisation = part_of_name(name, "common_name"), part_of_name(name, "organization_name")
    whole = ", ".join(dict.fromkeys(part for part in (common, organisation) if part))
    return whole or _cleaned(name.human_friendly)


def part_of_name(name: x509.Name, part: str) -> str:
    """Return a part of the name of a certificate ("common_name"); empty where it has none."""
    value = name.native.get(part, "")
    return _cleaned(", ".join(map(str, value)) if isinstance(value, list) else str(value))


def _cleaned(text: str) -> str:
    """Return a text of a certificate in one line, without signs that do not print, at most `LONGEST_NAME` letters."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())[:LONGEST_NAME]


def _certificates(content: bytes, name: str) -> Iterator[bytes]:
    """Yield the bytes of each certificate in the file. Raises `Faults` when there is none or too many."""
    try:
        found = list(_unpacked(content, name))
    except (ValueError, TypeError, OverflowError, RecursionError):
        found = []
    if not found:
        raise _refused(name, _NO_CERTIFICATE)
    if len(found) > MOST_CERTIFICATES:
        raise _refused(name, Message(_MANY.text, most=MOST_CERTIFICATES))
    yield from found


def _unpacked(content: bytes, name: str) -> Iterator[bytes]:
    if re.search(rb"-----BEGIN[ A-Z]{0,30} PRIVATE KEY", content):
        raise _refused(name, _SECRET)
    if not pem.detect(content):
        if content.startswith(_SEQUENCE):
            yield from _of_der(content)
        return
    for kind, _headers, der in pem.unarmor(content, multiple=True):
        if kind in ("CERTIFICATE", "TRUSTED CERTIFICATE", "X509 CERTIFICATE", "PKCS7", "CMS"):
            yield from _of_der(der)


def _of_der(der: bytes) -> Iterator[bytes]:
    """Yield the certificates in DER: one by itself, or all in a PKCS #7 without a signature (.p7b)."""
    try:
        message = cms.ContentInfo.load(der, strict=True)
        is_message = message["content_type"].native == "signed_data"
    except ValueError:
        is_message = False
    if not is_message:
        yield der
        return
    for one in message["content"]["certificates"]:
        if one.name == "certificate":
            yield one.chosen.dump()


def _is_authority(certificate: x509.Certificate) -> bool:
    """Whether a certificate may issue others: it says so, or is a root from before certificates said so."""
    constraints = certificate.basic_constraints_value
    if constraints is None:
        return bool(certificate.self_issued)
    return bool(constraints["ca"].native)


def _refused(name: str, why: Message) -> Faults:
    return Faults([Fault(Place(file=name), name, _EXPECTED, why)])


ANCHOR_FILE = Door(
    read_anchors,
    (FileKind.CER,),
    most_bytes=1_000_000,
    limits=Limits(memory=600_000_000, computing=20, clock=30, answer=5_000_000),
)
