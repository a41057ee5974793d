"""Choosing a document of the library for something on another page: what is offered, and where the choice goes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from django.core import signing
from django.db.models import QuerySet

from cchc.core.papers.fitting import fitting_requirements
from cchc.documents.models import OfficialDocument
from cchc.documents.queries.library import found_documents

OFFERED = 20
LATEST = 300  # documents among which fitting ones are looked for
_SALT = "documents.picker"


@dataclass(frozen=True, slots=True)
class Picker:
    """Where a chosen document is posted (`document=id`), the key of the requirement that it is to meet, and the address
    of the page that asks. `wanted` is empty where there is no requirement."""

    address: str
    wanted: str = ""
    back: str = ""

    @property
    def token(self) -> str:
        """The picker as a text that only this platform can make: whoever sends another address is refused."""
        return signing.dumps(asdict(self), salt=_SALT, compress=True)


def picker_of(token: str) -> Picker | None:
    """Return the picker of a token; None for a text that this platform did not make."""
    try:
        return Picker(**signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return None


def offered_documents(
    documents: QuerySet[OfficialDocument], text: str, wanted: str, requirements: Mapping[str, str]
) -> list[tuple[OfficialDocument, bool]]:
    """Return the documents that hold `text`, the latest first, each with whether it fits the requirement `wanted`;
    without a text those that fit come first. `requirements` are the words of all requirements by their keys."""
    found = list(found_documents(documents, text=text)[: OFFERED if text else LATEST])
    fitting = _fitting(found, wanted, requirements)
    rows = [(one, one.pk in fitting) for one in found]
    if not text:
        rows.sort(key=lambda row: not row[1])
    return rows[:OFFERED]


def _fitting(
    documents: Iterable[OfficialDocument], wanted: str, requirements: Mapping[str, str]
) -> frozenset[int]:
    if wanted not in requirements:
        return frozenset()
    return frozenset(
        one.pk for one in documents if wanted in fitting_requirements(one.kind, one.title, requirements)
    )
