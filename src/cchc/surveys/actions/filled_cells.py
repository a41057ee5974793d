"""How full the cells of the quotas are while forms come in: asked once for all that are stored together.

A form that comes for the first time stands behind all that came before, so whether its cell is full is a question of
how many are in it, and no other form changes its mark. Where a form changes what came before, or counts once about many
units, `overflow.mark_overflow` looks at each form of the cell anew; both say the same
(tests/fieldwork/test_together.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from django.db import connection

from cchc.audit.statements import Statement, among
from cchc.core.surveys.ledger import COUNTING
from cchc.surveys.queries.ledger import CellKey, cell_of

CellRow = tuple[int, int | None, str, str, int]
"""Of a cell its survey, unit, group and channel, and a number: what is wanted in it, or what came."""

_COUNTING = ", ".join(f"'{one.value}'" for one in sorted(COUNTING))


class FilledCells:
    """The cells of a survey that forms may fall into, counted on with each form that comes."""

    def __init__(self, *, has_quotas: bool) -> None:
        self._has_quotas = has_quotas
        self._targets: dict[CellKey, int] = {}
        self._came: Counter[CellKey] = Counter()

    def note_target(self, unit: int | None, group: str, channel: str, target: int) -> None:
        """Note how many are wanted in a cell; all are noted before what came."""
        self._targets[unit, group, channel] = target

    def note_came(self, unit: int, group: str, channel: str, count: int) -> None:
        """Note how many forms that count came about a unit, from a group, by a channel."""
        self._came[cell_of(self._targets, unit, group, channel)] += count

    def counts_about_all(self, group: str) -> bool:
        """Whether a form of the group counts once about all units."""
        return any(unit is None and of == group for unit, of, _channel in self._targets)

    def is_full_for_another(self, unit: int, group: str, channel: str) -> bool:
        """Whether the cell of one more form is full already; the form is counted."""
        cell = cell_of(self._targets, unit, group, channel)
        self._came[cell] += 1
        return self._has_quotas and self._came[cell] > self._targets.get(cell, 0)


def holding_cells(surveys: Collection[int], units: Collection[int]) -> Statement[list[CellRow]]:
    """Return the statement that holds the cells into which forms about `units` may fall, in one order: two that store
    forms at once would both find the last place free."""
    of_surveys, survey_ids = among(surveys)
    of_units, unit_ids = among(units)
    lock = " FOR NO KEY UPDATE" if connection.vendor == "postgresql" else ""
    words = (
        "SELECT survey_id, unit_id, respondent_group, channel, target FROM surveys_quotacell "  # noqa: S608 - ours
        f"WHERE survey_id {of_surveys} AND (unit_id {of_units} OR unit_id IS NULL) ORDER BY id{lock}"
    )
    return Statement(words, [survey_ids, unit_ids], list)


def counting_cells(surveys: Collection[int], units: Collection[int]) -> Statement[list[CellRow]]:
    """Return the statement that counts the forms that came about `units` and count; it follows `holding_cells`."""
    of_surveys, survey_ids = among(surveys)
    of_units, unit_ids = among(units)
    words = (
        "SELECT came.survey_id, came.unit_id, form.respondent_group, came.channel, COUNT(*) "  # noqa: S608 - ours
        "FROM surveys_response came JOIN surveys_surveyform form ON form.id = came.form_id "
        f"WHERE came.survey_id {of_surveys} AND came.unit_id {of_units} AND came.state IN ({_COUNTING}) "
        "AND NOT came.is_test AND NOT came.is_open "
        "GROUP BY came.survey_id, came.unit_id, form.respondent_group, came.channel"
    )
    return Statement(words, [survey_ids, unit_ids], list)


def filled_cells(
    with_quotas: Iterable[tuple[int, bool]], cells: Iterable[CellRow], came: Iterable[CellRow]
) -> dict[int, FilledCells]:
    """Return the cells by survey, from which surveys have quotas at all and the answers of both statements."""
    found = {survey: FilledCells(has_quotas=has_quotas) for survey, has_quotas in with_quotas}
    for survey, unit, group, channel, target in cells:
        found[survey].note_target(unit, group, channel, target)
    for survey, about, group, channel, count in came:
        assert about is not None
        found[survey].note_came(about, group, channel, count)
    return found
