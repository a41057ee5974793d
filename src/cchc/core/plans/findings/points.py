"""Points in the columns of a table: what was reached and what was lost make the maximum, row by row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from cchc.core.plans.columns import EXTRA
from cchc.core.plans.figures import points
from cchc.core.plans.findings.makers import error, place_of, points_in_words
from cchc.core.plans.plan import Finding, Plan
from cchc.core.words.messages import Message
from cchc.core.words.names import search_key
from cchc.core.words.numbers import number_in_full

# "Điểm bị trừ: 0,7", as the cells of columns that no rule reads stand behind their headings
_NAMED = re.compile(
    r"^(?P<heading>[^:\n]{2,80}):\s*(?P<points>[-–−]?\s?\d+(?:[.,]\d+)?)\s*(?:điểm)?$", re.MULTILINE
)
_KINDS = (
    ("lost", re.compile(r"\b(?:bi tru|tru|mat|bi mat|chua dat|con thieu|thieu|hut|giam tru|bi giam)\b")),
    ("maximum", re.compile(r"\b(?:toi da|chuan|thang diem)\b")),
    ("reached", re.compile(r"\b(?:dat|dat duoc|tham dinh|duoc cham|ket qua|thuc te|cham|danh gia)\b")),
)


def findings_of_points(plan: Plan) -> Iterator[Finding]:
    """Yield rows in which the maximum less the points that were reached is not what was lost."""
    for section, measure in plan.measures():
        named = _points_of(measure.other.get(EXTRA, ""))
        maximum, reached, lost = (named.get(kind) for kind in ("maximum", "reached", "lost"))
        if maximum is None or reached is None or lost is None or maximum - reached == abs(lost):
            continue
        why = Message("{maximum} − {points} is not {loss}", maximum=maximum, points=reached, loss=abs(lost))
        place = place_of(section, measure, EXTRA)
        yield error(
            "row_difference", place, number_in_full(abs(lost)), points_in_words(maximum - reached), why
        )


def _points_of(text: str) -> dict[str, Fraction]:
    """The points that a row names, by what they are; none of a kind that stands twice: self-score and appraisal."""
    found: dict[str, list[Fraction]] = {}
    for one in _NAMED.finditer(text):
        key = search_key(one["heading"])
        kind = next((kind for kind, words in _KINDS if words.search(key)), None) if "diem" in key else None
        amount = points(one["points"])
        if kind and amount is not None:
            found.setdefault(kind, []).append(amount)
    return {kind: amounts[0] for kind, amounts in found.items() if len(amounts) == 1}
