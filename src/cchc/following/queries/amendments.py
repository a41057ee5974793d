"""The amendments of a plan, and what was approved beside the plan of today."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet

from cchc.core.plans.columns import BY_KEY
from cchc.core.plans.following.amendments import (
    AmendmentKind,
    MeasureChange,
    amended_content,
    changes_between,
    changes_of,
    measures_in,
    only_extended,
)
from cchc.core.words.comparing import changed_words
from cchc.following.models import Amendment, Baseline
from cchc.following.queries.baselines import plan_content
from cchc.plans.exchange.sheet import SheetRow, row_title
from cchc.plans.models import Plan
from cchc.plans.queries.columns import label_of


def amendments_of(plan: Plan) -> QuerySet[Amendment]:
    """Return the amendments of `plan`, the first one first, those that were undone among them."""
    return Amendment.objects.filter(plan=plan).select_related("document", "undone").order_by("number")


def standing_amendments(plan: Plan) -> QuerySet[Amendment]:
    """Return the amendments of `plan` that were not undone, the first one first."""
    return amendments_of(plan).filter(undone__isnull=True)


def approved_content(plan: Plan) -> dict[str, Any] | None:
    """Return what `plan` said when it was last put in force without an amendment; None for one never in force."""
    baseline = Baseline.objects.filter(plan=plan).order_by("-number").first()
    return json.loads(baseline.content) if baseline else None


def amended_from_baseline(plan: Plan) -> dict[str, Any] | None:
    """Return what was approved of `plan` with its standing amendments, in their order: what it says today."""
    content = approved_content(plan)
    if content is None:
        return None
    for one in standing_amendments(plan):
        content = amended_content(content, changes_of(json.loads(one.content)))
    return content


@dataclass(frozen=True, slots=True)
class ChangedColumn:
    """A column of a measure that changes: its name, and its words before and after in parts."""

    label: str
    parts: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class ShownChange:
    """A change of a measure as pages show it: its id and title, what is done to it, column by column."""

    kind: AmendmentKind
    measure: int
    title: str
    columns: list[ChangedColumn]


def shown_changes(changes: Iterable[MeasureChange], *contents: Any) -> list[ShownChange]:
    """Return `changes` as pages show them; `contents` are those in which the measures are found, the first that knows
    one names it."""
    known: dict[int, Any] = {}
    for content in contents:
        known = {**measures_in(content), **known}
    return [
        ShownChange(
            one.kind,
            one.measure,
            row_title(
                SheetRow("", {key: str(text) for key, text in known[one.measure].items() if key in BY_KEY})
            ),
            [
                ChangedColumn(label_of(column), changed_words(*one.columns[key]))
                for key, column in BY_KEY.items()
                if key in one.columns
            ],
        )
        for one in changes
        if one.measure in known
    ]


class PlanCourse:
    """What was approved of a plan, its amendments, and what it says today: each read once."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.approved = approved_content(plan)
        self.now = plan_content(plan)

    @cached_property
    def changes(self) -> list[ShownChange]:
        """What differs today from what was approved."""
        if self.approved is None:
            return []
        amended = [changes_of(json.loads(one.content)) for one in standing_amendments(self.plan)]
        changes = changes_between(self.approved, self.now, only_extended(amended))
        return shown_changes(changes, self.now, self.approved)

    @cached_property
    def amendments(self) -> list[tuple[Amendment, list[ShownChange]]]:
        """The amendments, the last one first, each with what it changes."""
        contents = [self.now, *([self.approved] if self.approved else [])]
        return [
            (one, shown_changes(changes_of(json.loads(one.content)), *contents))
            for one in reversed(amendments_of(self.plan))
        ]

    @property
    def unchanged(self) -> int:
        """How many measures say what was approved."""
        return len(measures_in(self.now)) - len(self.changes)
