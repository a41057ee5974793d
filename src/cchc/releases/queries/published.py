"""What is public: the release that stands for each year, and those before it."""

from __future__ import annotations

from django.db.models import QuerySet

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
