"""What refers to units, in whatever room: counted before units change, and looked up before a change is undone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import CASCADE, Model, Q, QuerySet
from django.utils.translation import gettext, ngettext_lazy

from cchc.units.models import Unit

WORDS: dict[str, Any] = {
    "accounts.Membership": ngettext_lazy("%(count)s role of a person", "%(count)s roles of people", "count"),
    "cycles.Cycle": ngettext_lazy("%(count)s cycle", "%(count)s cycles", "count"),
    "cycles.Participant": ngettext_lazy(
        "%(count)s participation in a cycle", "%(count)s participations in cycles", "count"
    ),
    "plans.Plan": ngettext_lazy("%(count)s plan", "%(count)s plans", "count"),
    "plans.Agency": ngettext_lazy(
        "%(count)s agency named in a plan", "%(count)s agencies named in plans", "count"
    ),
    "units.Unit": ngettext_lazy("%(count)s unit below", "%(count)s units below", "count"),
    "units.Lineage": ngettext_lazy(
        "%(count)s later change of the unit", "%(count)s later changes of the unit", "count"
    ),
    "units.UnitFigure": ngettext_lazy("%(count)s figure of a year", "%(count)s figures of a year", "count"),
    "units.AgencyGroup": ngettext_lazy("%(count)s agency group", "%(count)s agency groups", "count"),
    "units.Wording": ngettext_lazy("%(count)s remembered wording", "%(count)s remembered wordings", "count"),
}


def bound_rows(units: Iterable[int]) -> dict[str, QuerySet[Model]]:
    """Return the rows of every room that refer to these units, by the label of their model.

    What is a part of a unit and goes with it (its other names) is left out.
    """
    ids = list(units)
    referring: dict[type[Model], Q] = {}
    for relation in Unit._meta.related_objects:
        if relation.on_delete is not CASCADE:
            model: type[Model] = relation.related_model
            referring[model] = referring.get(model, Q()) | Q(**{f"{relation.field.name}__in": ids})
    return {
        model._meta.label: model._default_manager.filter(
            pk__in=model._default_manager.filter(condition).values("pk")
        )
        for model, condition in referring.items()
    }


def bound_ids(units: Iterable[int]) -> dict[str, list[int]]:
    """Return the ids of the rows that refer to these units, by the label of their model; without rows no entry."""
    found = {
        label: sorted(rows.order_by().values_list("pk", flat=True))
        for label, rows in bound_rows(units).items()
    }
    return {label: ids for label, ids in found.items() if ids}


def bound_since(units: Iterable[int], there: Mapping[str, Sequence[int]]) -> dict[str, int]:
    """Return how many rows refer to these units besides those that were `there`, by the label of their model."""
    added = {label: len(set(ids) - set(there.get(label, ()))) for label, ids in bound_ids(units).items()}
    return {label: count for label, count in added.items() if count}


def counts_in_words(counts: Mapping[str, int]) -> list[str]:
    """Return numbers of rows as the reader reads them: "2 plans"."""
    other = ngettext_lazy("%(count)s other record", "%(count)s other records", "count")
    return [str(WORDS.get(label, other) % {"count": count}) for label, count in sorted(counts.items())]


def enumerated(parts: Sequence[str]) -> str:
    """Return parts of a sentence as one: "a, b and c"."""
    if len(parts) < 2:
        return "".join(parts)
    return gettext("{parts} and {last}").format(parts=", ".join(parts[:-1]), last=parts[-1])
