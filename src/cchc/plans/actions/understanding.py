"""What the texts of a plan mean is worked out before the plan is locked, and written under the lock.

Understanding long texts takes a while, and nobody else may wait for it. So an action first looks at the plan without
holding it, works out what the texts to be written mean, then locks the plan and writes, if what the meaning rests on is
still the same; else it begins anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cchc.core.papers.answers import Match
from cchc.core.papers.deadlines.deadline import deadline
from cchc.core.papers.deadlines.holidays import Holidays
from cchc.core.papers.deadlines.values import Deadline
from cchc.core.papers.directory import Directory
from cchc.core.papers.matching import match_agency
from cchc.core.papers.wordings import Agency as Wording
from cchc.core.papers.wordings import split
from cchc.core.plans.columns import KEYS
from cchc.core.words.names import search_key, spelling_key
from cchc.plans.models import Agency, Plan
from cchc.plans.queries.texts import day_of, directory_for, holidays_for

TRIES = 3
LONGEST_SPELLING = 200
SEVERAL = 2

T = TypeVar("T")
Texts = Mapping[str, str]


class MeaningOutdated(Exception):
    """Raised under the lock when what a meaning rests on has changed since it was worked out."""


@dataclass(frozen=True, slots=True)
class MeaningBasis:
    """What the meaning of a text rests on besides the text."""

    year: int
    day: date
    holidays: Holidays | None
    unit_id: int
    issued: date | None


def basis_of(plan: Plan) -> MeaningBasis:
    """What the texts of `plan` are understood by now."""
    issued = plan.document.date if plan.document else None
    return MeaningBasis(plan.year, day_of(plan), holidays_for(plan), plan.unit_id, issued)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What texts mean: deadlines and agencies by their wording, the search key by all texts of a measure, and the units
    of agencies that the plan does not know yet, by their spelling."""

    basis: MeaningBasis
    deadlines: Mapping[str, Deadline]
    agencies: Mapping[str, tuple[Wording, ...]] = field(default_factory=dict)
    searched: Mapping[str, str] = field(default_factory=dict)
    matches: Mapping[str, Match] = field(default_factory=dict)


def understand(plan: Plan, rows: Iterable[Texts], *, anew: bool = False) -> Meaning:
    """What the texts of `rows` mean in `plan`, which may not be stored yet; `anew`: its agencies that nobody has
    confirmed are looked up once more."""
    rows = list(rows)
    day = day_of(plan)
    directory, agencies = _divided(plan, {text for row in rows for text in (row["lead"], row["cooperating"])})
    wordings = {spelling_of(one.text): one for named in agencies.values() for one in named}
    known = Agency.objects.filter(plan=plan.pk, **({"confirmed": True} if anew else {}))
    for spelling in known.values_list("spelling", flat=True):
        wordings.pop(spelling, None)
    if wordings and directory is None:
        directory = directory_for(plan)
    return replace(
        understand_deadlines(plan, (row["deadline"] for row in rows)),
        agencies=agencies,
        searched={text: search_key(text) for text in map(search_text, rows)},
        matches={
            spelling: match_agency(one, directory, day) for spelling, one in wordings.items() if directory
        },
    )


def _divided(plan: Plan, texts: Iterable[str]) -> tuple[Directory | None, dict[str, tuple[Wording, ...]]]:
    """The agencies of cells; where one might name several, the directory is asked first which names stay whole."""
    agencies = {text: split(text) for text in texts}
    if all(len(named) < SEVERAL for named in agencies.values()):
        return None, agencies
    directory = directory_for(plan)
    return directory, {text: split(text, directory.joined_names) for text in agencies}


def understand_deadlines(plan: Plan, deadlines: Iterable[str]) -> Meaning:
    """What the `deadlines` of `plan` mean, and nothing else."""
    basis = basis_of(plan)
    meant = {
        text: deadline(" ".join(text.split()), basis.year, basis.holidays, basis.issued)
        for text in set(deadlines)
        if text
    }
    return Meaning(basis, meant)


def search_text(row: Texts) -> str:
    """All texts of a measure, one behind the other."""
    return " ".join([row[name] for name in KEYS])


def spelling_of(text: str) -> str:
    """What two wordings of the same agency share; a very long one is told by its checksum."""
    key = spelling_key(text)
    return key if len(key) <= LONGEST_SPELLING else hashlib.sha256(key.encode()).hexdigest()


def plan_as_stored(plan: Plan) -> Plan:
    """`plan` as it is stored now, not locked. Raises ValidationError when it was deleted meanwhile."""
    found = Plan.objects.select_related("unit", "document").filter(pk=plan.pk).first()
    if found is None:
        raise ValidationError(_("What you are working on was deleted meanwhile."))
    return found


def retry_outdated(attempt: Callable[[], T]) -> T:
    """What `attempt` returns; it is made anew while it finds its meanings `MeaningOutdated`.

    Raises ValidationError when they are so three times in a row.
    """
    for _time in range(TRIES):
        try:
            return attempt()
        except MeaningOutdated:
            continue
    raise ValidationError(_("Others are changing this plan at the same moment. Save once more."))
