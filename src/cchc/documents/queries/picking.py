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
    of the page that asks. `wanted` is empty where there is no requirement. `whole`: no page or passage is asked for."""

    address: str
    wanted: str = ""
    back: str = ""
    whole: bool = False

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


@dataclass(frozen=True, slots=True)
class OfferedDocument:
    """A document that is offered: whether it fits the requirement, and what it was made for (empty where nothing says
    so)."""

    document: OfficialDocument
    fits: bool
    made_for: str = ""


def documents_to_offer(documents: QuerySet[OfficialDocument], text: str) -> list[OfficialDocument]:
    """Return the documents among which is chosen: those that hold `text`, the latest first."""
    return list(found_documents(documents, text=text)[: OFFERED if text else LATEST])


def offered_documents(
    found: Iterable[OfficialDocument],
    text: str,
    wanted: str,
    requirements: Iterable[Mapping[str, str]],
    made_for: Mapping[int, str],
) -> list[OfferedDocument]:
    """Return those of `found` that are shown; where no `text` was typed, those that fit the requirement `wanted` come
    first. `requirements` are the words of all requirements of each sort by their keys, `made_for` those of what
    documents were made for, by their ids."""
    sort: Mapping[str, str] = next((one for one in requirements if wanted in one), {})
    rows = [
        OfferedDocument(one, _fits(one, made_for.get(one.pk, ""), wanted, sort), made_for.get(one.pk, ""))
        for one in found
    ]
    if not text:
        rows.sort(key=lambda row: not row.fits)
    return rows[:OFFERED]


def _fits(document: OfficialDocument, made_for: str, wanted: str, requirements: Mapping[str, str]) -> bool:
    """A product of a plan may be called by its number alone: then the output that it is says what it proves."""
    if wanted not in requirements:
        return False
    about = f"{document.title}. {made_for}"
    return wanted in fitting_requirements(document.kind, about, requirements)
