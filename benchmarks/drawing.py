"""Drawing samples from a frame of a million households: seconds beside reading the file, and memory.

Prints ratios within this one run, beside the seconds of this machine. Run by `make bench`.
"""

from __future__ import annotations

import multiprocessing
import resource
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.measuring.aims import judge

from cchc.core.surveys.sampling.design import (
    DesignGroup,
    DesignStage,
    DrawMethod,
    RatedUnits,
    SizeRule,
    SurveyDesign,
)
from cchc.core.surveys.sampling.frame import frame_report
from cchc.core.surveys.sampling.sampling import drawn_sample
from cchc.surveys.exchange.frames import read_frame

ROWS, COMMUNES = 1_000_000, 3_321
MOST_TIMES, MOST_MEGABYTES = 1.5, 800
TAKE, TOTAL = SizeRule.TAKE, SizeRule.TOTAL
DESIGNS = {
    "simple, 2,000": (DesignStage("", TOTAL, {"": 2_000}),),
    "20,000 in 3,321 communes": (DesignStage("", TOTAL, {"": 20_000}, strata=("Xã",)),),
    "100 communes by size, 20 each": (
        DesignStage("Xã", TAKE, {"": 100}, method=DrawMethod.PPS, size="Dân số"),
        DesignStage("", TAKE, {"": 20}, reserve={"": 10}),
    ),
}


def write_frame(path: Path) -> None:
    """Write a frame of households: key, commune, its population."""
    with path.open("w", encoding="utf-8") as file:
        file.write("Mã hộ,Xã,Dân số\n")
        for at in range(ROWS):
            commune = at % COMMUNES
            file.write(f"H{at:07},Xã {commune},{1_000 + commune}\n")


def measure(file: str) -> tuple[float, float, dict[str, tuple[float, int]], float]:
    """Seconds of reading a frame and of checking it, of each draw with its cases, and the peak memory (MB)."""
    path = Path(file)
    start = time.process_time()
    frame = read_frame(path, path.name, {})
    reading = time.process_time() - start
    found = {}
    checking = 0.0
    for name, stages in DESIGNS.items():
        group = DesignGroup("ho", "Hộ", stages=stages)
        design = SurveyDesign("do", "Đo", (group,), rated=RatedUnits("tỉnh", {"": 1}))
        start = time.process_time()
        assert not frame_report(frame, design).faults
        checking = time.process_time() - start
        start = time.process_time()
        sample = drawn_sample(design, frame, "2026")
        found[name] = time.process_time() - start, len(sample.drawn)
    return reading, checking, found, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """Print the table; returns 1 where an aim is not kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dan-mau.csv"
        write_frame(path)
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            reading, checking, found, peak = pool.apply(measure, (str(path),))
    print(f"{ROWS:,} rows: reading {reading:.1f} s, checking {checking:.1f} s")
    for name, (seconds, cases) in found.items():
        print(f"  {name}: {cases:,} cases in {seconds:.1f} s, ×{seconds / reading:.2f} of reading")
    slowest = max(seconds for seconds, _ in found.values()) / reading
    kept = judge("the slowest draw beside reading the file", slowest, MOST_TIMES, " ×")
    kept &= judge("memory, reading and drawing", peak, MOST_MEGABYTES, " MB")
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
