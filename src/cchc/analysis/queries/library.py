"""The library of remedies: what was planned against a loss before, the nearest first, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from cchc.access.actor import Actor
from cchc.analysis.exchange.remedy_models import ModelRemedy, remedies_in
from cchc.analysis.models import Remedy
from cchc.analysis.policies import may_read_remedies
from cchc.core.plans.findings.losses import alike
from cchc.core.words.names import search_key, spelling_key

ALIKE = Fraction(3, 4)
FEW = 8
OF_MODELS = "Thư viện mẫu"  # where a remedy comes from, in the words of the office


def visible_remedies(actor: Actor, words: str = "") -> QuerySet[Remedy]:
    """Return the remedies that `actor` may see, of those that name `words` in their criterion or task."""
    rows = Remedy.objects.select_related("origin__section__plan")
    if not may_read_remedies(actor):
        return rows.none()
    if not words.strip():
        return rows
    key = search_key(words)
    wanted = [one.pk for one in rows if key in search_key(f"{one.criterion} {one.task}")]
    return rows.filter(pk__in=wanted)


@dataclass(frozen=True, slots=True)
class Suggested:
    """A remedy for a loss; `sure`: an editor wrote it or agreed to it for this very criterion and code."""

    remedy: Remedy
    sure: bool
    by_code: bool = False


class Library:
    """All remedies, read once."""

    def __init__(self, remedies: Iterable[Remedy]) -> None:
        self.remedies = list(remedies)

    def suggestions(self, criterion: str, code: str, most: int = FEW) -> list[Suggested]:
        """Return what may help against a loss at a criterion of this name, the nearest first.

        First what was said for the very criterion, then for one whose name says nearly the same, then for the code
        alone; what an editor agreed to before what was only read from a plan.
        """
        key = spelling_key(criterion)
        found: list[tuple[tuple[int, int, Fraction, int], Suggested]] = []
        for one in self.remedies:
            if one.code and one.code != code:
                continue
            if one.key == key:
                near, likeness = 0, Fraction(1)
            elif not one.key:
                if not one.code:
                    continue
                near, likeness = 2, Fraction(0)
            else:
                near, likeness = 1, alike(one.criterion, criterion)
                if likeness < ALIKE:
                    continue
            place = (near, 0 if one.confirmed else 1, -likeness, 0 if one.code else 1)
            found.append((place, Suggested(one, one.confirmed and near == 0, near == 2)))
        ordered = sorted(found, key=lambda item: (*item[0], item[1].remedy.pk))
        return [suggested for _place, suggested in ordered[:most]]


def models_of_remedies_left() -> list[ModelRemedy]:
    """Return the remedies that come with the platform and that were not taken over yet; one query. One that an editor
    wrote anew stays as it was written; one that was taken out is offered again."""
    adopted = Remedy.objects.filter(origin_words=OF_MODELS)
    taken = set(adopted.values_list("key", "code"))
    models = remedies_in(Path(settings.REMEDIES))
    return [one for one in models if (spelling_key(one.criterion), one.code) not in taken]


def whole_library() -> Library:
    """Return the library; one query."""
    return Library(Remedy.objects.all())
