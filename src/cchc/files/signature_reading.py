"""From the bytes of a PDF to the four answers about each signature, by pyHanko; runs in the sandbox, which opens no
connection.

pyHanko judges bytes and changes; the chain of certificates is followed here at the time of signing, so that whether
the signer is known and whether the certificate was valid then are two answers and not one.
"""

from __future__ import annotations

import io
from collections.abc import Coroutine, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, TypeVar

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import DisallowedAlgorithmError, ValidationInfoReadingError
from pyhanko.sign.validation.pdf_embedded import (
    EmbeddedPdfSignature,
    async_validate_pdf_signature,
    async_validate_pdf_timestamp,
)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError as DisallowedInChain,
)
from pyhanko_certvalidator.errors import PathError, RevokedError, ValidationError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.validate import async_validate_path

from cchc.core.words.messages import Message
from cchc.files.certificates import name_in_words, part_of_name
from cchc.files.signatures import Answered, FoundSignature, SignatureAnswer, SignatureKind, SignedPdf

T = TypeVar("T")

HERE = timezone(timedelta(hours=7))  # a time without a zone in a PDF of an office is the time of Vietnam
_SIGNING = {"digital_signature", "non_repudiation"}
_MOST_PATHS = 10

_LOCKED = Message("The file is locked by a password: its signatures cannot be checked.")
_DAMAGED = Message("The file is damaged: its signatures cannot be checked.")
_TRACES = Message("The file bears traces of a signature, but none that can be read.")
_TOO_MANY = Message("The file has {count} signatures; the first {most} were checked.")

_INTACT = Message("The bytes are those that were signed.")
_ALTERED = Message("The signed bytes were altered: they are not those that were signed.")
_FORGED = Message("The signature does not belong to the certificate in the file.")
_WEAK = Message("The signature uses a method that is no longer held to be safe: it proves nothing.")
_UNREAD = Message("The signature cannot be read: its kind is unknown or it is damaged.")

_NO_ANCHORS = Message("The signer was not checked: no certificates of authorities have been loaded.")
_KNOWN = Message("The certificate was issued under {anchor}.")
_STRANGER = Message(
    "The certificate was issued by {issuer}, which is not among the authorities that are loaded."
)
_BROKEN_CHAIN = Message(
    "The certificates do not lead to the authority that is loaded: one was not issued by the next."
)
_WEAK_CHAIN = Message("A certificate was issued by a method that is no longer held to be safe.")
_NOT_FOR_SIGNING = Message("The certificate was not issued for signing.")
_UNSURE = Message("The signature itself does not hold, so the name in it proves nothing.")

_NO_TIME = Message("The file does not tell when it was signed.")
_IN_TIME = Message("Signed on {on}; the certificate is valid from {first} to {last}.")
_OUT_OF_TIME = Message("Signed on {on}, but the certificate is valid from {first} to {last}.")
_REVOKED = Message("The certificate was revoked on {on}.")
_BY_SIGNER = Message("The time is the one that the signer's computer gave.")
_BY_STAMP = Message("The time is that of the time stamp of {authority}.")
_STAMP_UNKNOWN = Message(
    "The time is that of the time stamp of {authority}, which is not among the authorities that are loaded."
)
_NOT_REVOKED = Message("The file keeps the proof that the certificate was not revoked.")
_REVOKED_UNKNOWN = Message("Whether it was revoked is not checked: the platform asks nobody outside.")

_UNCHANGED = Message("Nothing was added to the file after this signature.")
_PROOFS_ADDED = Message("Only proofs for later checks were added after this signature.")
_FORMS_FILLED = Message("Only further signatures were added or fields filled in after this signature.")
_CHANGED = Message("The file was changed after this signature: what is shown may not be what was signed.")
_NOT_ALLOWED = Message("Something was added after this signature that the signer did not allow.")
_PART_SIGNED = Message("The signature does not cover all of the file as it was then.")


def signed_pdf(data: bytes, anchors: Iterable[bytes], most: int) -> SignedPdf:
    """Return the signatures of a PDF, at most `most`, judged by `anchors` (DER)."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        if reader.encrypted:
            return SignedPdf((), _LOCKED)
        fields = list(enumerate_sig_fields(reader, filled_status=True))
    except MemoryError:
        raise
    except Exception:  # a broken file makes the library raise anything
        return SignedPdf((), _DAMAGED)
    if not fields:
        return SignedPdf((), _TRACES if b"/ByteRange" in data else None)
    trusted = tuple(x509.Certificate.load(one) for one in anchors)
    found = [_found(reader, field, name, trusted) for name, _value, field in fields[:most]]
    found.sort(key=lambda one: one[0])
    cut = len(fields) > most
    why = Message(_TOO_MANY.text, count=len(fields), most=most) if cut else None
    return SignedPdf(tuple(one for _at, one in found), why)


def _found(
    reader: PdfFileReader, field: Any, name: str, anchors: tuple[x509.Certificate, ...]
) -> tuple[int, FoundSignature]:
    """Return a signature with the revision of the file in which it was made, by which signatures are ordered."""
    try:
        signature = EmbeddedPdfSignature(reader, field, name)
        return signature.signed_revision, _judged(signature, anchors)
    except MemoryError:
        raise
    except Exception:  # as above
        return 0, _without_answers(_UNREAD)


def _without_answers(why: Message) -> FoundSignature:
    none = _answered(SignatureAnswer.UNKNOWN, why)
    return FoundSignature(SignatureKind.SIGNATURE, "", "", "", "", none, none, none, none)


@dataclass(frozen=True, slots=True)
class _Chain:
    """The way from a certificate to an authority that is loaded, and the time at which all of it is valid."""

    path: ValidationPath
    anchors: tuple[x509.Certificate, ...]
    first: datetime
    last: datetime


def _judged(signature: EmbeddedPdfSignature, anchors: tuple[x509.Certificate, ...]) -> FoundSignature:
    certificate = signature.signer_cert
    is_stamp = signature.sig_object_type == "/DocTimeStamp"
    first, last = _validity(certificate)
    blank = FoundSignature(
        kind=SignatureKind.TIME_STAMP if is_stamp else SignatureKind.SIGNATURE,
        signer=part_of_name(certificate.subject, "common_name") or name_in_words(certificate.subject),
        organisation=part_of_name(certificate.subject, "organization_name"),
        issuer=name_in_words(certificate.issuer),
        signed_at="",
        intact=_answered(SignatureAnswer.UNKNOWN, _UNREAD),
        known=_answered(SignatureAnswer.UNKNOWN, _UNREAD),
        valid=_answered(SignatureAnswer.UNKNOWN, _UNREAD),
        changed=_answered(SignatureAnswer.UNKNOWN, _UNREAD),
    )
    nobody = ValidationContext(trust_roots=list(anchors), allow_fetching=False)
    check: Any = async_validate_pdf_timestamp if is_stamp else async_validate_pdf_signature
    try:
        status = _at_once(check(signature, nobody))
    except DisallowedAlgorithmError:
        weak = _answered(SignatureAnswer.UNKNOWN, _WEAK)
        return replace(blank, intact=weak, known=weak, valid=weak, changed=weak)
    sound = status.intact and status.valid
    at, whose_time = _signing_time(status, is_stamp)
    chain, known = _followed(signature, anchors, at or first, is_stamp)
    if chain is not None:
        first, last = max(first, chain.first), min(last, chain.last)
    return replace(
        blank,
        signed_at=at.isoformat(timespec="seconds") if at else "",
        intact=_intact(status),
        known=known if sound else _answered(SignatureAnswer.UNKNOWN, _UNSURE),
        valid=_valid(signature, chain, at, first, last, whose_time),
        changed=_changed(status),
    )


def _at_once(doing: Coroutine[Any, Any, T]) -> T:
    """Return the result of a coroutine that waits for nothing: without fetching there is nothing to wait for, and a
    loop of events would need a socket, which the sandbox refuses."""
    try:
        doing.send(None)
    except StopIteration as done:
        result: T = done.value
        return result
    raise RuntimeError("checking a signature waits for something outside")


def _answered(answer: SignatureAnswer, *reasons: Message) -> Answered:
    return Answered(answer, reasons)


def _intact(status: Any) -> Answered:
    if not status.intact:
        return _answered(SignatureAnswer.NO, _ALTERED)
    return _answered(SignatureAnswer.YES, _INTACT) if status.valid else _answered(SignatureAnswer.NO, _FORGED)


def _signing_time(status: Any, is_stamp: bool) -> tuple[datetime | None, Message]:
    """Return the time of signing and who tells it."""
    stamp = status if is_stamp else status.timestamp_validity
    if stamp is not None and stamp.intact and stamp.valid:
        by = name_in_words(stamp.signing_cert.subject)
        return _with_zone(stamp.timestamp), Message(
            (_BY_STAMP if stamp.trusted or is_stamp else _STAMP_UNKNOWN).text, authority=by
        )
    at = None if is_stamp else status.signer_reported_dt
    return (None, _NO_TIME) if at is None else (_with_zone(at), _BY_SIGNER)


def _with_zone(at: datetime) -> datetime:
    return (at if at.tzinfo else at.replace(tzinfo=HERE)).astimezone(UTC)


def _validity(certificate: x509.Certificate) -> tuple[datetime, datetime]:
    return certificate.not_valid_before.astimezone(UTC), certificate.not_valid_after.astimezone(UTC)


def _followed(
    signature: EmbeddedPdfSignature, anchors: tuple[x509.Certificate, ...], at: datetime, is_stamp: bool
) -> tuple[_Chain | None, Answered]:
    """Return the chain from the signer to an authority that is loaded, and whether the signer is known.

    A chain is looked at on the day of signing; where it was not valid then, on the nearest day on which it was.
    """
    certificate = signature.signer_cert
    if not anchors:
        return None, _answered(SignatureAnswer.UNKNOWN, _NO_ANCHORS)
    why = Message(_STRANGER.text, issuer=name_in_words(certificate.issuer))
    for path in _paths(signature, anchors):
        firsts, lasts = zip(*(_validity(one) for one in path.iter_certs(include_root=False)), strict=True)
        chain = _Chain(path, anchors, max(firsts), min(lasts))
        moment = min(max(at, chain.first), chain.last)
        try:
            _at_once(async_validate_path(_context(signature, anchors, moment, "soft-fail"), path))
        except RevokedError:
            pass  # known, and no longer to be trusted: the next answer says so
        except DisallowedInChain:
            why = _WEAK_CHAIN
            continue
        except (ValidationError, PathError):
            why = _BROKEN_CHAIN
            continue
        usage = certificate.key_usage_value
        if not is_stamp and usage is not None and not usage.native & _SIGNING:
            return chain, _answered(SignatureAnswer.NO, _NOT_FOR_SIGNING)
        anchor = path.trust_anchor.authority.name
        return chain, _answered(SignatureAnswer.YES, Message(_KNOWN.text, anchor=name_in_words(anchor)))
    return None, _answered(SignatureAnswer.NO, why)


def _paths(signature: EmbeddedPdfSignature, anchors: tuple[x509.Certificate, ...]) -> list[ValidationPath]:
    """Return the ways from the signer to an authority; none where there is no way."""
    context = _context(signature, anchors, datetime.now(UTC), "soft-fail")
    try:
        return list(_at_once(context.path_builder.async_build_paths(signature.signer_cert)))[:_MOST_PATHS]
    except PathError:
        return []


def _context(
    signature: EmbeddedPdfSignature, anchors: Iterable[x509.Certificate], moment: datetime, mode: str
) -> ValidationContext:
    """Return what a chain is checked with: the authorities, and the certificates and lists that the file keeps."""
    given: dict[str, Any] = {
        "trust_roots": list(anchors),
        "other_certs": list(signature.other_embedded_certs),
        "moment": moment,
        "allow_fetching": False,
        "revocation_mode": mode,
        **_kept_proofs(signature),
    }
    with suppress(ValidationInfoReadingError):
        kept: ValidationContext = DocumentSecurityStore.read_dss(signature.reader).as_validation_context(
            given
        )
        return kept
    return ValidationContext(**given)


def _kept_proofs(signature: EmbeddedPdfSignature) -> dict[str, list[Any]]:
    """Return the lists of revoked certificates and the answers about one that stand in the signature itself."""
    try:
        kept = find_unique_cms_attribute(
            signature.signer_info["signed_attrs"], "adobe_revocation_info_archival"
        )
    except (NonexistentAttributeError, MultivaluedAttributeError):
        return {"crls": [], "ocsps": []}
    return {"crls": list(kept["crl"] or ()), "ocsps": list(kept["ocsp"] or ())}


def _valid(
    signature: EmbeddedPdfSignature,
    chain: _Chain | None,
    at: datetime | None,
    first: datetime,
    last: datetime,
    whose_time: Message,
) -> Answered:
    if at is None:
        return _answered(SignatureAnswer.UNKNOWN, _NO_TIME)
    dates = {"on": _said(at), "first": _said(first), "last": _said(last)}
    if not first <= at <= last:
        return _answered(SignatureAnswer.NO, Message(_OUT_OF_TIME.text, **dates), whose_time)
    said = (Message(_IN_TIME.text, **dates), whose_time)
    if chain is None:
        return _answered(SignatureAnswer.YES, *said, _REVOKED_UNKNOWN)
    try:
        for mode in ("soft-fail", "require"):
            context = _context(signature, chain.anchors, at, mode)
            _at_once(async_validate_path(context, chain.path))
    except RevokedError as revoked:
        return _answered(
            SignatureAnswer.NO, Message(_REVOKED.text, on=_said(_with_zone(revoked.revocation_dt)))
        )
    except (ValidationError, PathError):
        return _answered(SignatureAnswer.YES, *said, _REVOKED_UNKNOWN)
    return _answered(SignatureAnswer.YES, *said, _NOT_REVOKED)


def _said(at: datetime) -> str:
    return at.astimezone(HERE).strftime("%d/%m/%Y")


def _changed(status: Any) -> Answered:
    if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
        return _answered(SignatureAnswer.NO, _UNCHANGED)
    if status.coverage is not SignatureCoverageLevel.ENTIRE_REVISION:
        return _answered(SignatureAnswer.UNKNOWN, _PART_SIGNED)
    result = status.diff_result
    level = result.modification_level if isinstance(result, DiffResult) else ModificationLevel.OTHER
    if level in (ModificationLevel.ANNOTATIONS, ModificationLevel.OTHER):
        return _answered(SignatureAnswer.YES, _CHANGED)
    if not getattr(status, "docmdp_ok", True):
        return _answered(SignatureAnswer.YES, _NOT_ALLOWED)
    filled = level is ModificationLevel.FORM_FILLING
    return _answered(SignatureAnswer.NO, _FORMS_FILLED if filled else _PROOFS_ADDED)
