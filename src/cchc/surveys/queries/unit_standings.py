"""What may be said of units beside each other: sentences that no difference in the table alone would bear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cchc.core.surveys.estimating.comparing import (
    ComparisonVerdict,
    EstimateComparison,
    compared,
    difference_of_surveys,
)
from cchc.core.surveys.estimating.estimands import Estimand, EstimandKind
from cchc.core.surveys.estimating.estimates import SurveyEstimated
from cchc.surveys.queries.results import EstimatedValue, ResultTable
from cchc.ui.pictures.intervals import in_percent, interval_in_words

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class StandingBeside:
    """A unit beside all units together: its name, its figure, and what may be said."""

    name: str
    value: EstimatedValue
    comparison: EstimateComparison


def units_beside_whole(table: ResultTable) -> list[StandingBeside]:
    """Return each unit with a printed figure (of a table of one figure) compared with all units together, corrected for
    the number of units (Holm), the highest first.

    The two are taken as independent, though the unit is a part of the whole and moves with it: an error that is too
    large rather than too small.
    """
    whole = table.whole.cells[0]
    found = [(row.name, cell) for row in table.rows if (cell := row.cells[0]) and cell.value is not None]
    if whole is None or whole.value is None:
        return []
    differences = [difference_of_surveys(estimated(cell), estimated(whole)) for _name, cell in found]
    standings = [
        StandingBeside(name, cell, one)
        for (name, cell), one in zip(found, compared(differences), strict=True)
    ]
    return sorted(standings, key=lambda one: (-(one.value.value or 0), one.name))


def estimated(value: EstimatedValue) -> SurveyEstimated:
    """Return a shown figure as the core compares it: shares from 0 to 1."""
    kind = EstimandKind.SHARE if value.is_rate else EstimandKind.MEAN
    scale = 100 if value.is_rate else 1
    numbers = (value.value, value.standard_error, value.low, value.high)
    shown, error, low, high = (None if one is None else float(one / scale) for one in numbers)
    missing = max(value.base - value.answers, 0)
    return SurveyEstimated(
        Estimand("", kind),
        (),
        shown,
        error,
        low,
        high,
        value.answers,
        missing,
        float(value.answers),
        value.degrees,
        None,
        None,
    )


def standing_sentences(table: ResultTable) -> list[str]:
    """Return what may be said of the units in a table of one figure: of whom there is ground to say that they are above
    or below all units together, and whether the first is above the next; last, how it was corrected."""
    standings = units_beside_whole(table)
    if len(standings) < 2:
        return []
    said = [_first_and_next(standings)]
    for verdict, one_word in (
        (ComparisonVerdict.HIGHER, _("Enough ground to say above all units together: %(names)s.")),
        (ComparisonVerdict.LOWER, _("Enough ground to say below all units together: %(names)s.")),
    ):
        names = [one.name for one in standings if one.comparison.verdict is verdict]
        if names:
            said.append(one_word % {"names": _listed(names)})
    undecided = sum(one.comparison.verdict is ComparisonVerdict.UNDECIDED for one in standings)
    if undecided:
        said.append(
            ngettext(
                "Of %(count)s unit there is not enough ground to say that it is above or below all units together.",
                "Of %(count)s units there is not enough ground to say that they are above or below all units together.",
                undecided,
            )
            % {"count": undecided}
        )
    corrected = _("Corrected for %(count)s units that are compared at once (Holm, 5 %% in all).")
    return [*said, corrected % {"count": len(standings)}]


def _first_and_next(standings: Sequence[StandingBeside]) -> str:
    first, second = standings[:2]
    (one,) = compared(
        [difference_of_surveys(estimated(first.value), estimated(second.value))],
        comparisons=len(standings) * (len(standings) - 1) // 2,
    )
    figures = {
        "first": first.name,
        "figure": _with_interval(first.value),
        "second": second.name,
        "other": _with_interval(second.value),
    }
    if one.verdict is ComparisonVerdict.HIGHER:
        return _("Enough ground to say that %(first)s, %(figure)s, is above %(second)s, %(other)s.") % figures
    return (
        _(
            "%(first)s has the highest rate, %(figure)s; there is not enough ground to say that it is above "
            "%(second)s, %(other)s."
        )
        % figures
    )


def _with_interval(value: EstimatedValue) -> str:
    shown = in_percent(value.value or Fraction(0))
    if value.low is None or value.high is None:
        return f"{shown} %"
    return f"{shown} % ({interval_in_words(value.low, value.high)})"


def _listed(names: Sequence[str]) -> str:
    if len(names) <= MOST_NAMED:
        return ", ".join(names)
    more = len(names) - MOST_NAMED
    return ngettext("%(names)s and %(count)s other unit", "%(names)s and %(count)s other units", more) % {
        "names": ", ".join(names[:MOST_NAMED]),
        "count": more,
    }
