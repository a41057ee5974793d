"""The words of a proposed measure, always in Vietnamese: a plan is a Vietnamese document."""

from __future__ import annotations

from fractions import Fraction

from django.utils.translation import gettext, ngettext, override

from cchc.analysis.queries.lost import LossFound
from cchc.core.words.messages import say
from cchc.core.words.numbers import number_in_full, plain, rounded_number

PLACES = 4


def points_words(points: Fraction) -> str:
    """Return points as a plan writes them: at most four decimals, with a comma.

    >>> points_words(Fraction("4.92")), points_words(Fraction(1, 3))
    ('4,92', '0,3333')
    """
    return plain(rounded_number(points, PLACES)).replace(".", ",")


def shortcoming_words(found: LossFound) -> str:
    """Return the shortcoming with the points it cost, as plans of remediation write it: "… (trừ 0,5 điểm)"."""
    with override("vi"):
        told = found.criterion.strip().rstrip(".;:")
        if found.rest:
            told = gettext("%(criterion)s: no reason was published") % {"criterion": told}
        elif len(found.shares) > 1:
            units = ngettext("in %(count)s unit", "in %(count)s units", len(found.shares))
            told = f"{told} {units % {'count': len(found.shares)}}"
        if len(found.shares) == 1 and found.of_several:
            told = f"{told} ({found.shares[0].name})"
        if found.reason is not None:
            reason = say(found.reason, gettext, number_in_full).rstrip(".")
            told = f"{told}: {reason}".replace(";", ",")
        lost = gettext("(%(points)s points taken)") % {"points": points_words(found.points)}
    return f"{told} {lost}"
