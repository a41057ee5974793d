"""A release of 170 units × 100 leaves: made into its bundle, read, and verified by the rules and by plain Python.

Seconds of computing, not of the clock, so that other work of the machine makes them little longer; memory is the most
that each process held. Judged are ratios: reading a bundle beside making it, and verifying it beside scoring its
units with derivations.
Run by `make bench`, or `.venv/bin/python benchmarks/releasing.py [UNITS]`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.measuring.hundred import criteria_text, leaf_numbers

from cchc.core.scoring.index import UnitScores, ranking
from cchc.criteria.exchange.reading import read_set
from cchc.releases.exchange import verify
from cchc.releases.exchange.bundle import bundle_bytes, read_bundle
from cchc.releases.exchange.verifying import verify_bundle
from tests.releases.contents import KEY, SOFTWARE, a_head, content_of_scores

UNITS = 170
MOST_OF_READING = 1.5  # times making
MOST_OF_VERIFYING = 4  # times scoring with derivations: reading, scoring again, adding up, comparing tables
MOST_MEGABYTES = 1_000
MOST_INSIDE = 3  # times verifying by the rules
T = TypeVar("T")


def timed(what: str, act: Callable[[], T]) -> tuple[T, float]:
    """The result of an act, and its seconds of computing, which are printed."""
    began = time.process_time()
    result = act()
    seconds = time.process_time() - began
    print(f"  {what}: {seconds:.2f} s", flush=True)
    return result, seconds


def main(units: int) -> int:
    """Make and verify, and judge; returns 1 where something is not as promised."""
    criteria = read_set(criteria_text().encode(), "set.toml")
    random = Random(units)
    scores = [
        UnitScores(
            f"Xã số {place}",
            {
                number: {"done": Fraction(random.randint(20, 60)), "total": Fraction(60)}
                for number in leaf_numbers()
            },
            str(place),
            "Các xã, phường, đặc khu",
        )
        for place in range(units)
    ]
    print(f"{units} units × {len(criteria.leaves)} leaves")
    timed("scored and ranked", lambda: ranking(criteria, scores, 2026))
    content, telling = timed(
        "scored with derivations, as public values",
        lambda: content_of_scores({"xa": criteria}, {"xa": scores}, a_head()),
    )
    archive, making = timed("made into a bundle", lambda: bundle_bytes(content, KEY, SOFTWARE))
    found, reading = timed("read", lambda: read_bundle(archive))
    assert found.content == content
    verification, verifying = timed("verified by the rules", lambda: verify_bundle(archive))
    assert verification.is_right
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    with tempfile.NamedTemporaryFile(suffix=".zip") as file:
        file.write(archive)
        file.flush()
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        subprocess.run([sys.executable, verify.__file__, file.name], check=True, stdout=subprocess.DEVNULL)
        inside = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
    print(f"  verified by plain Python: {inside:.2f} s")
    print(f"  {len(archive) / 1e6:.1f} MB, {verification.compared:,} figures, {megabytes:.0f} MB of memory")
    kept = [
        judge("read beside made", reading / making, MOST_OF_READING, " ×"),
        judge(
            "verified by the rules beside scored with derivations",
            verifying / telling,
            MOST_OF_VERIFYING,
            " ×",
        ),
        judge("verified by plain Python beside by the rules", inside / verifying, MOST_INSIDE, " ×"),
        judge("memory of all of it", megabytes, MOST_MEGABYTES, " MB"),
    ]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else UNITS))
