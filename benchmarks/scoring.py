"""Scoring communes × 100 leaves from declared figures: with and without derivations, growth, memory.

Prints ratios within this one run, beside the seconds of this machine. Run by `make bench`.
"""

from __future__ import annotations

import gc
import multiprocessing
import random
import resource
import time
from collections.abc import Callable
from fractions import Fraction
from typing import Any

from cchc.core.scoring.checks.building import criteria_of
from cchc.core.scoring.criteria.document import Document, Field
from cchc.core.scoring.criteria.tree import CriteriaSet
from cchc.core.scoring.explanations import derivation_of
from cchc.core.scoring.index import UnitScores, ranking
from cchc.core.scoring.ledgers import LeafScore
from cchc.core.words.messages import Place

RULE = "ratio done / total; zero below 80%; when total = 0: not applicable"
INPUTS = 'done: count of "hồ sơ" | Số đã giải quyết\ntotal: count of "hồ sơ" | Tổng số'
DOMAINS, LEAVES = 10, 10
SIZES = (150, 1_000, 3_321, 10_000)


def hundred_leaves() -> CriteriaSet:
    """Ten domains of ten leaves, each a ratio of two declared counts with a threshold."""
    rows: list[dict[str, str]] = []
    for domain in range(1, DOMAINS + 1):
        rows.append({"number": f"{domain}", "name": f"Lĩnh vực {domain}", "maximum": "10"})
        rows += [
            {"number": f"{domain}.{leaf}", "name": "Tiêu chí", "maximum": "1", "rule": RULE, "inputs": INPUTS}
            for leaf in range(1, LEAVES + 1)
        ]
    settings = {"id": "do", "title": "Bộ đo tốc độ", "version": "1", "unit_kind": "commune"}
    place = Place()
    return criteria_of(
        Document(
            place,
            {name: Field(text, place) for name, text in settings.items()},
            [],
            [{name: Field(text, place) for name, text in row.items()} for row in rows],
        )
    )


def communes(count: int, criteria: CriteriaSet) -> list[UnitScores]:
    """Made-up declared figures, the same in every run."""
    chance = random.Random(count)  # made-up figures, nothing secret

    def figures() -> LeafScore:
        total = chance.randint(0, 997)
        return {"done": Fraction(chance.randint(7 * total // 10, total)), "total": Fraction(total)}

    return [
        UnitScores(f"Xã {unit}", {number: figures() for number in criteria.leaves}) for unit in range(count)
    ]


def measured(work: Callable[[], Any]) -> float:
    """The seconds of processor time that `work` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def run(count: int, derivations: bool) -> tuple[float, float, float]:
    """Seconds of scoring, and the peak memory (MB) before and after it, in a process of its own."""
    criteria = hundred_leaves()
    units = communes(count, criteria)
    before = peak_megabytes()
    gc.disable()  # as `cchc score` does: nothing in an account refers back

    def work() -> None:
        groups = ranking(criteria, units)
        if derivations:
            for unit in groups[0].units:
                for number, leaf in criteria.leaves.items():
                    derivation_of(leaf, unit.unit.given.get(number))

    return measured(work), before, peak_megabytes()


def alone(count: int, derivations: bool) -> tuple[float, float, float]:
    """`run` in a fresh process, so that its peak memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(run, (count, derivations))


def main() -> None:
    """Print the table."""
    plain = {count: alone(count, derivations=False) for count in SIZES}
    explained = alone(SIZES[2], derivations=True)
    base = plain[SIZES[0]][0] / SIZES[0]
    print(f"{DOMAINS * LEAVES} leaves from declared figures, without derivations")
    for count, (seconds, before, after) in plain.items():
        growth = seconds / count / base
        print(
            f"{count:>7} units  {seconds:6.2f} s  per unit ×{growth:.2f}"
            f"  peak {after:.0f} MB (figures alone {before:.0f} MB)"
        )
    ratio = explained[0] / plain[SIZES[2]][0]
    print(f"with derivations, {SIZES[2]} units: ×{ratio:.1f} the time, peak {explained[2]:.0f} MB")


if __name__ == "__main__":
    main()
