"""Which drawn case is asked by which channel: the channels go round the cases in the order of their draw."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from cchc.core.surveys.sampling.design import SurveyDesign
from cchc.core.surveys.sampling.quotas import TargetCell
from cchc.core.surveys.sampling.samples import DrawnCase


def channels_of(
    design: SurveyDesign, cases: Sequence[DrawnCase], cells: Iterable[TargetCell] = ()
) -> list[str]:
    """Return the channel of each drawn case, "" where its group has none.

    Of a group and rated unit each next case gets the channel that lacks most: by the targets of its `cells`, else by
    the shares of the design. As many cases as the targets are fill them exactly. A case that takes the place of another
    has its channel, and nobody else's changes.

    >>> from cchc.core.surveys.sampling.design import DesignGroup
    >>> half = {"giấy": Fraction(1, 2), "mạng": Fraction(1, 2)}
    >>> design = SurveyDesign("x", "X", (DesignGroup("g", "G", count=3, channels=half),))
    >>> cases = [DrawnCase(at, f"K{at}", "g", "", (), (Fraction(1, 2),), ("g",)) for at in range(3)]
    >>> channels_of(design, cases)
    ['giấy', 'mạng', 'giấy']
    """
    targets: dict[tuple[str, str], dict[str, Fraction]] = defaultdict(dict)
    for cell in cells:
        targets[cell.group, cell.unit][cell.channel] = Fraction(cell.target)
    shares = {group.code: dict(group.channels) for group in design.groups}
    taken: dict[tuple[str, str], dict[str, int]] = defaultdict(lambda: defaultdict(int))
    found = []
    for case in cases:
        place = (case.group, case.unit)
        weights = targets.get(place) or shares[case.group]
        channel = _next_channel(weights if any(weights.values()) else shares[case.group], taken[place])
        taken[place][channel] += 1
        found.append(channel)
    return found


def _next_channel(weights: Mapping[str, Fraction], taken: Mapping[str, int]) -> str:
    if not weights:
        return ""
    return min(sorted(weights), key=lambda one: -weights[one] / (2 * taken.get(one, 0) + 1))
