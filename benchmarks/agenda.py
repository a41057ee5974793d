"""The agenda of 170 units × 100 leaves where the two sides differ on every one: beside one index run, with its memory.

Sixty leaves have a rule of their own, ten compare the units, thirty have stated points; two domains are capped. What is
disputed are the figures or points that each unit claims. The ratio is of one run; the seconds are of this machine. Run
by `make bench`.
"""

from __future__ import annotations

import gc
import multiprocessing
import random
import sys
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.scoring import INPUTS, RULE, measured, peak_megabytes

from cchc.core.scoring.agenda import Agenda, agenda
from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.document import Document, Field
from cchc.core.scoring.criteria.tree import CriteriaSet, Node
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.messages import Place

UNITS, DOMAINS, LEAVES = 170, 10, 10
COMPARED = "relative done to best; when done = 0: zero"
MOST_SECONDS = 5.0


class Measured(NamedTuple):
    """Processor seconds of an index run and of the agenda, peaks of memory (MB) before and after, entries, asked."""

    index: float
    agenda: float
    before: float
    after: float
    entries: int
    asked: int


def hundred_leaves() -> CriteriaSet:
    """Ten domains of ten leaves; the fourth and the eighth are capped below the sum of their leaves."""
    rows: list[dict[str, str]] = []
    for domain in range(1, DOMAINS + 1):
        capped = {"children": "capped", "maximum": "8"} if domain % 4 == 0 else {"maximum": "10"}
        rows.append({"number": f"{domain}", "name": f"Lĩnh vực {domain}", **capped})
        rows += [leaf_row(f"{domain}.{leaf}", leaf) for leaf in range(1, LEAVES + 1)]
    settings = {"id": "do", "title": "Bộ đo chương trình họp", "version": "1", "unit_kind": "commune"}
    return criteria_of(Document(Place(), fields(settings), [], [fields(row) for row in rows]))


def leaf_row(number: str, place: int) -> dict[str, str]:
    """A leaf by its place in the domain: with a rule, compared with the others, or with stated points."""
    row = {"number": number, "name": "Tiêu chí", "maximum": "1"}
    if place == LEAVES:
        return {**row, "rule": COMPARED, "inputs": INPUTS.partition("\n")[0]}
    return {**row, "rule": RULE, "inputs": INPUTS} if place % 3 else row


def fields(texts: dict[str, str]) -> dict[str, Field]:
    return {name: Field(text, Place()) for name, text in texts.items()}


def score(leaf: Node, chance: random.Random) -> LeafScore:
    """Made-up points or figures of one leaf."""
    if leaf.rule is None:
        return Fraction(chance.randint(50, 100), 100)
    if "total" not in leaf.declared():
        return {"done": Fraction(chance.randint(1, 997))}
    total = chance.randint(1, 997)
    return {"done": Fraction(chance.randint(7 * total // 10, total)), "total": Fraction(total)}


def run() -> Measured:
    """The measurement, in a process of its own so that the memory is its own."""
    criteria = hundred_leaves()
    chance = random.Random(170)  # made-up figures, the same in every run; nothing secret
    units = [
        UnitScores(f"Xã {one}", {number: score(leaf, chance) for number, leaf in criteria.leaves.items()})
        for one in range(UNITS)
    ]
    claimed = {
        (one, number): score(leaf, chance) for one in range(UNITS) for number, leaf in criteria.leaves.items()
    }
    before = peak_megabytes()
    gc.disable()
    index = measured(lambda: ranking(criteria, units))
    found: list[Agenda] = []
    seconds = measured(lambda: found.append(agenda(criteria, units, claimed)))
    return Measured(index, seconds, before, peak_megabytes(), len(found[0].entries), found[0].asked)


def main() -> None:
    """Print the ratio, the memory, and whether it is a matter of seconds."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        done = pool.apply(run)
    print(f"{UNITS} units × {DOMAINS * LEAVES} leaves, all of them disputed")
    print(
        f"  an index run {done.index:.2f} s · the agenda {done.agenda:.2f} s, ×{done.agenda / done.index:.1f}"
    )
    print(
        f"  on the agenda {done.entries} of {done.asked} · peak {done.after:.0f} MB (scores alone {done.before:.0f} MB)"
    )
    judge("the agenda of 17,000 disputed leaves", done.agenda, MOST_SECONDS, " s")


if __name__ == "__main__":
    main()
