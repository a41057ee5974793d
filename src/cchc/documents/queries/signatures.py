"""The signatures of files as pages show them, and the certificates to which signers are traced back."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext

from cchc.core.words.messages import Message, message_of
from cchc.documents.models import OfficialDocument, SignatureCheck, StoredFile, TrustAnchor
from cchc.files.kinds import FileKind
from cchc.files.signatures import Answered, FoundSignature, SignatureAnswer, SignatureKind


class SignatureStanding(StrEnum):
    """How the signatures of a file stand, in one word."""

    WAITING = "waiting"
    UNSIGNED = "unsigned"
    HOLDS = "holds"
    NOT_CHECKED = "not_checked"
    DOUBTFUL = "doubtful"
    BROKEN = "broken"
    UNREAD = "unread"


WORST = (
    SignatureStanding.UNSIGNED,
    SignatureStanding.HOLDS,
    SignatureStanding.WAITING,
    SignatureStanding.NOT_CHECKED,
    SignatureStanding.DOUBTFUL,
    SignatureStanding.UNREAD,
    SignatureStanding.BROKEN,
)
"""From what needs no look to what does most."""


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """One of the four answers on a page: the question, the answer in words with its reasons, and how it looks."""

    question: str
    said: str
    look: str
    reasons: tuple[Message, ...]


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature as a page shows it: whose it is, when it was made, the four answers."""

    found: FoundSignature
    signed_at: Any

    @property
    def is_time_stamp(self) -> bool:
        """Whether it stands for a time and not for a person."""
        return self.found.kind is SignatureKind.TIME_STAMP

    @property
    def lines(self) -> tuple[AnswerLine, ...]:
        """The four answers in their order."""
        found = self.found
        yes, no, unknown = gettext("yes"), gettext("no"), gettext("not known")
        good = {SignatureAnswer.YES: "good", SignatureAnswer.NO: "bad", SignatureAnswer.UNKNOWN: "open"}
        plain = {SignatureAnswer.YES: yes, SignatureAnswer.NO: no, SignatureAnswer.UNKNOWN: unknown}
        known = plain | {
            SignatureAnswer.NO: gettext("not among the authorities loaded"),
            SignatureAnswer.UNKNOWN: gettext("signer not checked"),
        }
        changed_look = {
            SignatureAnswer.YES: "bad",
            SignatureAnswer.NO: "good",
            SignatureAnswer.UNKNOWN: "open",
        }

        def line(
            question: str,
            one: Answered,
            words: Mapping[SignatureAnswer, str],
            look: Mapping[SignatureAnswer, str],
        ) -> Any:
            return AnswerLine(question, words[one.answer], look[one.answer], one.reasons)

        return (
            line(gettext("Content intact"), found.intact, plain, good),
            line(gettext("Signer known"), found.known, known, good | {SignatureAnswer.NO: "open"}),
            line(gettext("Certificate valid at signing"), found.valid, plain, good),
            line(gettext("Changed after signing"), found.changed, plain, changed_look),
        )


@dataclass(frozen=True, slots=True)
class FileSignatures:
    """The signatures of a file, how they stand together, what could not be read; `is_old`: other certificates of
    authorities have been loaded since, and the file waits to be checked anew."""

    standing: SignatureStanding
    signatures: tuple[SignatureView, ...] = ()
    why: Message | None = None
    is_old: bool = False

    @property
    def is_loud(self) -> bool:
        """Whether a reader must not miss what is wrong."""
        return self.standing in (SignatureStanding.BROKEN, SignatureStanding.UNREAD)

    @property
    def count(self) -> int:
        """The number of signatures of persons and offices."""
        return sum(not one.is_time_stamp for one in self.signatures)


def anchors_in_force() -> list[TrustAnchor]:
    """Return the certificates of authorities that are loaded, by their names."""
    return list(TrustAnchor.objects.filter(removed_at=None))


def removed_anchors() -> list[TrustAnchor]:
    """Return the certificates that were removed, the last first."""
    return list(TrustAnchor.objects.exclude(removed_at=None).order_by("-removed_at"))


def mark_of(hashes: Iterable[str]) -> str:
    """Return one text for a set of certificates, whatever their order; empty for none."""
    joined = "\n".join(sorted(hashes))
    return hashlib.sha256(joined.encode()).hexdigest() if joined else ""


def mark_in_force() -> str:
    """Return the mark of the certificates that are loaded now; one query."""
    return mark_of(TrustAnchor.objects.filter(removed_at=None).values_list("sha256", flat=True))


def unchecked_files(mark: str, most: int) -> list[str]:
    """Return the hashes of at most `most` PDF files whose signatures were never checked, or by other certificates; the
    latest first."""
    done = SignatureCheck.objects.filter(Q(anchors=mark) | Q(is_signed=False)).values("sha256")
    waiting = StoredFile.objects.filter(type=FileKind.PDF).exclude(sha256__in=done)
    return list(dict.fromkeys(waiting.order_by("-pk").values_list("sha256", flat=True)[: most * 2]))[:most]


def signed_files() -> int:
    """Return the number of different files that bear signatures, as far as they were checked."""
    return SignatureCheck.objects.filter(is_signed=True).count()


def signatures_of(files: Sequence[StoredFile]) -> dict[int, FileSignatures]:
    """Return the signatures of those of `files` that are PDF, by their ids; two queries."""
    papers = [file for file in files if file.type == FileKind.PDF]
    if not papers:
        return {}
    checks = {one.sha256: one for one in SignatureCheck.objects.filter(sha256__in={f.sha256 for f in papers})}
    mark = mark_in_force() if any(one.is_signed for one in checks.values()) else ""
    return {file.pk: _shown(checks.get(file.sha256), mark) for file in papers}


def signatures_by_document(documents: Iterable[OfficialDocument]) -> dict[int, FileSignatures]:
    """Return how the signatures of documents stand, by their ids, of each the file that stands worst; two queries.

    The files were fetched before (`queries.library.with_files`).
    """
    files = {one.pk: one.files for one in documents}
    known = signatures_of([file for some in files.values() for file in some])
    found = {pk: [known[file.pk] for file in some if file.pk in known] for pk, some in files.items()}
    return {pk: max(some, key=lambda one: WORST.index(one.standing)) for pk, some in found.items() if some}


def _shown(check: SignatureCheck | None, mark: str) -> FileSignatures:
    if check is None:
        return FileSignatures(SignatureStanding.WAITING)
    why = message_of(check.why) if check.why else None
    if not check.is_signed:
        return FileSignatures(SignatureStanding.UNREAD if why else SignatureStanding.UNSIGNED, why=why)
    found = tuple(_view(one) for one in check.signatures)
    return FileSignatures(_standing(found), found, why, is_old=check.anchors != mark)


def _view(data: Mapping[str, Any]) -> SignatureView:
    def answered(name: str) -> Answered:
        return Answered(SignatureAnswer(data[name]["answer"]), tuple(map(message_of, data[name]["reasons"])))

    found = FoundSignature(
        kind=SignatureKind(data["kind"]),
        signer=data["signer"],
        organisation=data["organisation"],
        issuer=data["issuer"],
        signed_at=data["signed_at"],
        intact=answered("intact"),
        known=answered("known"),
        valid=answered("valid"),
        changed=answered("changed"),
    )
    return SignatureView(found, parse_datetime(found.signed_at) if found.signed_at else None)


def _standing(views: Sequence[SignatureView]) -> SignatureStanding:
    """Return how signatures stand together: the worst of them counts."""
    found = [one.found for one in views]
    if any(
        one.intact.answer is SignatureAnswer.NO or one.changed.answer is SignatureAnswer.YES for one in found
    ):
        return SignatureStanding.BROKEN
    if any(SignatureAnswer.UNKNOWN in (one.intact.answer, one.changed.answer) for one in found):
        return SignatureStanding.UNREAD
    if any(
        one.valid.answer is not SignatureAnswer.YES or one.known.answer is SignatureAnswer.NO for one in found
    ):
        return SignatureStanding.DOUBTFUL
    if any(one.known.answer is SignatureAnswer.UNKNOWN for one in found):
        return SignatureStanding.NOT_CHECKED
    return SignatureStanding.HOLDS
