"""Rank bands of a release, from what its bundle carries and nothing else: the intervals of its surveys and its rules.

Between which places a unit could stand had the surveys asked other people. Who appraised is in no bundle, so these
bands tell of surveys alone. They are shown where every ranked unit of the group has a survey leaf with its estimate:
where one is withheld, the places of the others would be as if it were sure.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from math import sqrt
from threading import Lock

from cchc.core.scoring.criteria.tree import Node, Part
from cchc.core.scoring.formulas.tree import FormulaFault
from cchc.core.scoring.ledgers import LeafScore, leaf_ledger
from cchc.core.scoring.rules.values import PeerRange
from cchc.core.surveys.estimating.bands import BandSource, RankBand, UncertainIndex, rank_bands
from cchc.portal.queries.shelf import Edition, criteria_of_set, set_of, units_by_key
from cchc.portal.queries.slices import leaves_at
from cchc.releases.exchange.content import PublicGroup, PublicLeaf, PublicUnit

STANDARD_ERRORS = 1.959964  # from the middle of a 95 % interval to its end, of a normal distribution
MOST_REMEMBERED = 48
_remembered: OrderedDict[tuple[str, str, str], Mapping[str, RankBand]] = OrderedDict()
_turn = Lock()


def public_bands(edition: Edition, group: PublicGroup) -> Mapping[str, RankBand]:
    """Return the band of each ranked unit of a group by its key; nothing where the release does not carry what is
    needed for all of them. Reckoned once for a release by each process."""
    asked = (edition.digest, group.set_code, group.name)
    with _turn:
        if asked in _remembered:
            _remembered.move_to_end(asked)
            return _remembered[asked]
    found = _reckoned(edition, group)
    with _turn:
        _remembered[asked] = found
        if len(_remembered) > MOST_REMEMBERED:
            _remembered.popitem(last=False)
    return found


def _reckoned(edition: Edition, group: PublicGroup) -> Mapping[str, RankBand]:
    content = edition.content
    stored = set_of(content, group.set_code)
    by_key = units_by_key(content.units)
    ranked = [by_key[key] for key in group.units if by_key[key].index is not None]
    if stored is None:
        return {}
    criteria, year = criteria_of_set(stored), content.head.year
    errors: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for number, node in criteria.leaves.items():
        if node.part is Part.SURVEY:
            leaves = leaves_at(ranked, group.set_code, number)
            ends = group.peer_ranges.get(number)
            peers = PeerRange(*ends) if ends else None
            for unit in ranked:
                leaf = leaves.get(unit.key)
                if leaf is not None and leaf.estimates:
                    errors[unit.key][leaf.estimates[0].sha256] += _leaf_error(node, leaf, peers, year)
    if len(errors) < len(ranked):
        return {}
    uncertain = [
        UncertainIndex(one.key, one.index, _of_index(one, errors[one.key].values())) for one in ranked
    ]
    if not any(one.survey_error for one in uncertain):
        return {}
    bands = rank_bands(uncertain, criteria.ties, {BandSource.SURVEY}, seed=f"{year}")
    return {band.unit: band for band in bands}


def _leaf_error(node: Node, leaf: PublicLeaf, peers: PeerRange | None, year: int) -> float:
    """Return the standard error of the points of a leaf: half of what its rule gives between the ends of the
    intervals, by which a normal distribution has its error."""
    try:
        low, high = (leaf_ledger(node, given, peers, year).points for given in _ends(leaf))
    except FormulaFault:
        return 0.0
    return abs(float(high - low)) / 2 / STANDARD_ERRORS


def _of_index(unit: PublicUnit, errors: Iterable[float]) -> float:
    """Return the errors of a unit by its surveys (points) as one of its index (percent): those of leaves from one
    estimate were added, for the same people answered; those of several surveys are independent."""
    maximum = float(unit.account.maximum)
    return 100 * sqrt(sum(one * one for one in errors)) / maximum if maximum > 0 else 0.0


def _ends(leaf: PublicLeaf) -> Iterator[LeafScore]:
    """Yield what was declared of a leaf with all its estimates at the lower, then at the upper ends of their
    intervals."""
    declared = leaf.given if isinstance(leaf.given, Mapping) else {}
    for at_low in (True, False):
        ends = {one.figure: one.low if at_low else one.high for one in leaf.estimates}
        yield {**declared, **{name: value for name, value in ends.items() if value is not None}}
