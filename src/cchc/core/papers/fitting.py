"""Which requirement a document fits: the words that a requirement shares with what the document is about.

Vietnamese words are mostly pairs of syllables, so pairs are compared. A pair that stands in many requirements ("cải
cách", "kế hoạch") says little and weighs little; one that stands in a single requirement decides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from itertools import pairwise

from cchc.core.papers.citations.cited import KINDS
from cchc.core.words.names import search_key

LEAST = 1.0  # the weight below which a requirement is not offered: one pair that no other requirement has
LEAST_SHARED = 2  # pairs; one alone may be chance
MOST_OFFERED = 3
_OTHER_KIND = 0.5
_SAME_KIND = 1.5
_KINDS = frozenset(search_key(kind) for kind in KINDS)
_PAIRS_OF_KINDS = frozenset(
    pair for kind in _KINDS for pair in pairwise(kind.split())
)  # which weigh by themselves


def fitting_requirements(kind: str, about: str, requirements: Mapping[str, str]) -> list[str]:
    """Return the keys of the `requirements` that a document of this `kind` `about` something fits, the best first, at
    most three; none where the words have too little in common.

    >>> wanted = {
    ...     "1.1": "Kế hoạch cải cách hành chính năm của đơn vị",
    ...     "1.2": "Báo cáo cải cách hành chính định kỳ quý, 6 tháng, năm",
    ...     "2.1": "Báo cáo kết quả tự kiểm tra, rà soát văn bản quy phạm pháp luật",
    ... }
    >>> fitting_requirements("BÁO CÁO", "Kết quả rà soát văn bản quy phạm pháp luật năm 2026", wanted)
    ['2.1']
    >>> fitting_requirements("Kế hoạch", "Về việc nghỉ Tết Nguyên đán", wanted)
    []
    """
    named = {key: _pairs(text) for key, text in requirements.items()}
    common = Counter(pair for pairs in named.values() for pair in pairs)
    own, kind_key = _pairs(about), search_key(kind)
    weights = {
        key: sum(1 / common[pair] for pair in shared) * _by_kind(kind_key, search_key(requirements[key]))
        for key, pairs in named.items()
        if len(shared := own & pairs) >= LEAST_SHARED
    }
    fitting = [key for key in weights if weights[key] >= LEAST]
    return sorted(fitting, key=lambda key: -weights[key])[:MOST_OFFERED]


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[tuple[str, str]]:
    words = [word for word in search_key(text).split() if not word.isdigit()]
    return frozenset(pairwise(words)) - _PAIRS_OF_KINDS


def _by_kind(kind: str, requirement: str) -> float:
    """Return how much the kind of the document weighs: more where the requirement names it, less where it names others
    only."""
    if kind and kind in requirement:
        return _SAME_KIND
    return _OTHER_KIND if kind and any(other in requirement for other in _KINDS) else 1.0
