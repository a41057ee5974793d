"""The whole public side as files: 170 communes of 100 leaves in each of 5 years, by `cchc portal export`: processor
time and memory of the process, files and their size; written again, and compared.

Nothing is kept before the first one. Run by `make bench`, or `.venv/bin/python benchmarks/exporting.py [--units 170]
[--years 5]`.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.rounds.running import running

from tests.installation import Installation

MOST_SECONDS = 60  # of a processor, for a year of 170 units
MOST_MEMORY = 500  # MB, however many years


class Ran(NamedTuple):
    """A command that has ended: its exit code, processor and real time in seconds, highest memory in MB, its words."""

    code: int
    processor: float
    real: float
    memory: float
    words: str


def ran(installation: Installation, *words: str) -> Ran:
    """Run `cchc portal export` to its end."""
    started = time.monotonic()
    process = installation.cchc("portal", "export", *words)
    assert process.stdout is not None
    said = process.stdout.read()
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    seconds = used.ru_utime + used.ru_stime
    return Ran(process.returncode, seconds, time.monotonic() - started, used.ru_maxrss / 1000, said)


def main() -> int:
    """Measure on SQLite; the database is asked once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=170)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    most = MOST_SECONDS * asked.years * asked.units / 170
    with running("released", asked.units, asked.years) as (installation, _service, _prepared):
        folder = str(installation.folder / "copy")
        held = True
        for what, words in (
            ("written", (folder, "--address", "https://cchc.example/cong-khai/")),
            ("written again", (folder,)),
            ("compared", (folder, "--check")),
        ):
            done = ran(installation, *words)
            print(f"  {what}: {done.real:.0f} s, {done.memory:.0f} MB; {done.words.strip()}")
            held = judge(f"{what}: processor time", done.processor, most, " s") and held
            held = judge(f"{what}: memory", done.memory, MOST_MEMORY, " MB") and held
            held = judge(f"{what}: exit code", done.code, 0) and held
        return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
