"""Parts of periodic reports that units ask back, and that nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from cchc.following.models import PartRecall, ReportRound


def open_recalls() -> QuerySet[PartRecall]:
    """Return what units have asked back and what was neither returned nor refused, in open reports, the first first."""
    waiting = PartRecall.objects.filter(
        refused__isnull=True,
        part__returned__isnull=True,
        part__round__frozen__isnull=True,
        part__round__withdrawal__isnull=True,
    )
    return waiting.order_by("pk")


def recalls_in(rounds: Iterable[ReportRound]) -> dict[tuple[int, int], PartRecall]:
    """Return what waits for an answer in these rounds, by round and unit; one query, without figures."""
    waiting = open_recalls().filter(part__round__in=[one.pk for one in rounds]).select_related("part")
    deferred = waiting.defer("part__values", "part__origins", "part__texts")
    return {(one.part.round_id, one.part.of_unit_id): one for one in deferred}


def units_asking_back(round_: ReportRound) -> list[str]:
    """Return the names of the units that wait for an answer in a round; one query."""
    names = open_recalls().filter(part__round=round_).order_by("part__of_unit__sort_key", "pk")
    return list(names.values_list("part__of_unit__name", flat=True))
