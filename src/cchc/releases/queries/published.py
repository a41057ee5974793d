"""What is public: the release that stands for each year, and those before it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import QuerySet

from cchc.documents.models import StoredFile
from cchc.documents.queries import content as bytes_of
from cchc.releases.exchange.bundle import Bundle, read_bundle
from cchc.releases.exchange.content import PublicContent
from cchc.releases.models import Release

State = Release.State


def _public() -> QuerySet[Release]:
    return Release.objects.exclude(state=State.DRAFT).select_related("bundle")


def published(year: int) -> Release | None:
    """Return the release of a year that stands, its bundle fetched; None where nothing of it is released."""
    return _public().filter(year=year, state=State.PUBLISHED).first()


def releases_of(year: int) -> list[Release]:
    """Return all public releases of a year in their order, the one that stands last."""
    return list(_public().filter(year=year).order_by("number"))


def all_years() -> list[int]:
    """Return the years of which something is released, the latest first."""
    years = Release.objects.filter(state=State.PUBLISHED).order_by("-year")
    return list(years.values_list("year", flat=True))


def content_of(release: Release) -> PublicContent:
    """Return all that a release makes public, a draft too, read from its bundle. Raises `FileMissing`, and `Faults`
    where the bundle is not what it was."""
    return bundle_of(release).content


def bundle_of(release: Release) -> Bundle:
    """Return the bundle of a release; read once in a process for equal bytes, of the last few years."""
    return _read(_NamedBundle(release.sha256, release.bundle))


@dataclass(frozen=True, slots=True)
class _NamedBundle:
    sha256: str
    file: StoredFile = field(compare=False)


@lru_cache(maxsize=8)
def _read(named: _NamedBundle) -> Bundle:
    return read_bundle(bytes_of(named.file))
