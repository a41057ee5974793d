"""Which forms came when their cell of the quotas was full: marked anew whenever forms come, go out or come back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from cchc.core.surveys.ledger import COUNTING, FormStanding, overflowing
from cchc.surveys.models import Response, Survey
from cchc.surveys.queries.ledger import CellKey, cell_of

AT_ONCE = 500  # rows named in one statement


def mark_overflow(survey: Survey, groups: Collection[str], units: Collection[int]) -> None:
    """Mark the forms of these groups of respondents about these units (by id) that came when their cell was full, in
    the order in which they came, and no others: a form that goes out makes room for the next. Part of the act that
    changed them."""
    cells = survey.quota_cells.values_list("unit", "respondent_group", "channel", "target")
    targets: dict[CellKey, int] = {(unit, group, channel): target for unit, group, channel, target in cells}
    rows = survey.responses.filter(is_test=False, is_open=False, form__respondent_group__in=groups).order_by(
        "pk"
    )
    if not any(unit is None and group in groups for unit, group, _channel in targets):
        rows = rows.filter(unit__in=units)
    forms: dict[CellKey, dict[str, list[tuple[int, FormStanding, bool]]]] = defaultdict(dict)
    told = rows.values_list(
        "pk", "unit", "form__respondent_group", "channel", "form_key", "state", "over_quota"
    )
    for pk, unit, group, channel, key, state, is_over in told.iterator():
        forms[cell_of(targets, unit, group, channel)].setdefault(key, []).append(
            (pk, FormStanding(state), is_over)
        )
    changed: dict[bool, list[int]] = {True: [], False: []}
    for cell, of_cell in forms.items():
        over = _over(targets.get(cell, 0), list(of_cell.values())) if targets else set()
        for at, rows_of_form in enumerate(of_cell.values()):
            for pk, standing, was_over in rows_of_form:
                is_over = at in over and standing in COUNTING
                if is_over != was_over:
                    changed[is_over].append(pk)
    for is_over, keys in changed.items():
        for start in range(0, len(keys), AT_ONCE):
            Response.objects.filter(pk__in=keys[start : start + AT_ONCE]).update(over_quota=is_over)


def _over(target: int, forms: list[list[tuple[int, FormStanding, bool]]]) -> set[int]:
    """The positions of the forms of a cell that are too many; a form counts once, about however many units it is."""
    standings = [
        next((one for _pk, one, _over in rows if one in COUNTING), FormStanding.VOID) for rows in forms
    ]
    return set(overflowing(target, standings))
