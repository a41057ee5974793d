"""Rank bands of 170 units from a thousand replications, both sources of error, and all from survey error alone.

Processor seconds of this machine; by `make bench`.
"""

from __future__ import annotations

import sys
import time
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge

from cchc.core.surveys.estimating.bands import BandSource, UncertainIndex, rank_bands

UNITS, REPLICATIONS = 170, 1000
MOST_SECONDS = 1.0


def main() -> None:
    """Make the bands once cold and five times warm; the slowest is judged."""
    units = [
        UncertainIndex(f"Xã {place:03}", Fraction(9200 - 13 * place, 100), 0.8 + place % 5 / 10, 0.5)
        for place in range(UNITS)
    ]
    taken = []
    for sources in ([*BandSource], [BandSource.SURVEY], [*BandSource], [BandSource.APPRAISAL], [*BandSource]):
        begun = time.process_time()
        bands = rank_bands(units, sources=sources, replications=REPLICATIONS)
        taken.append(time.process_time() - begun)
        widths = sorted(band.lowest - band.highest + 1 for band in bands)
        print(
            f"  {', '.join(sources)}: {taken[-1]:.3f} s, half of the bands hold {widths[UNITS // 2]} places or more"
        )
    judge(
        f"rank bands of {UNITS} units × {REPLICATIONS} replications, the slowest of five",
        max(taken),
        MOST_SECONDS,
        " s",
    )


if __name__ == "__main__":
    main()
