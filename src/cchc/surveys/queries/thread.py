"""What a survey found for a leaf, as an entry of the thread of that leaf."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext

from cchc.access.actor import Actor
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full
from cchc.cycles.models import Participant
from cchc.cycles.policies import sight_of
from cchc.scores.models import Stage
from cchc.scores.queries.threads import ThreadEntry, ThreadKind
from cchc.surveys.models import SurveyTaking, TakenFigure
from cchc.surveys.queries.taken import names_of_questionnaires, surveyed_figure, with_origin


def surveys_in_thread(*, actor: Actor, participant: Participant, leaf: str) -> list[ThreadEntry]:
    """Return the results of surveys that were taken for a leaf and stand, where `actor` sees the results of the unit;
    the answer to `leaf_thread`. Two queries at most."""
    if not sight_of(actor).has(participant.cycle, participant.unit_id):
        return []
    rows = TakenFigure.objects.filter(participant=participant, leaf=leaf, taking__undone=None)
    by_taking: dict[int, list[TakenFigure]] = {}
    for row in with_origin(rows).order_by("taking__number", "figure"):
        by_taking.setdefault(row.taking_id, []).append(row)
    return [_entry(figures, participant, leaf) for figures in by_taking.values()]


def _entry(rows: list[TakenFigure], participant: Participant, leaf: str) -> ThreadEntry:
    taking = rows[0].taking
    names = names_of_questionnaires()
    several = len(rows) > 1
    found = (surveyed_figure(row, names) for row in rows)
    lines = [say(one.named_words if several else one.words, gettext, number_in_full) for one in found]
    return ThreadEntry(
        Stage.DECIDED, taking.at, taking.unit, ThreadKind.SURVEYED, points=_points(taking, participant, leaf),
        text="\n".join(lines),
    )  # fmt: skip


def _points(taking: SurveyTaking, participant: Participant, leaf: str) -> Fraction | None:
    """The points that an act gave, as it keeps them."""
    for cell in taking.cells:
        if (cell["participant"], cell["leaf"]) == (participant.pk, leaf):
            return Fraction(cell["new_points"]) if cell["new_points"] else None
    return None
