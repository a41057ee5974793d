"""Forms as nobody means them: hundreds of drawn inputs for every form, on both databases.

The test that draws twenty of each is told to draw more; what it does besides, once, `make test` does.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
TESTS = ["-q", "tests/test_any_form.py::test_a_form_is_answered_whatever_stands_in_it"]
DATABASES = {
    "SQLite": [sys.executable, "-m", "pytest", *TESTS],
    "PostgreSQL": [sys.executable, "tests/on_postgresql.py", *TESTS],
}
SECONDS_AN_INPUT = 3  # one for every form of the platform
SECONDS_BESIDE = 10  # the database and the province
FEWEST = 5


def torture(seconds: float) -> Iterator[tuple[str, list[tuple[str, str]], bool]]:
    """Where, the figures, and whether nothing broke; each database has half of the time."""
    for name, command in DATABASES.items():
        inputs = max(FEWEST, int((seconds / len(DATABASES) - SECONDS_BESIDE) / SECONDS_AN_INPUT))
        whole, counts = fuzzed(command, inputs)
        answers = ", ".join(f"{status}: {times}" for status, times in sorted(counts.items()))
        yield name, [("drawn inputs a form", str(inputs)), ("answers", answers)], whole


def fuzzed(command: list[str], inputs: int) -> tuple[bool, dict[str, int]]:
    """Whether nothing broke when `inputs` were drawn for each form, and how often which status was answered."""
    with tempfile.TemporaryDirectory() as folder:
        counts = Path(folder) / "counts.json"
        told = {"CCHC_FUZZED_INPUTS": str(inputs), "CCHC_FUZZED_COUNTS": str(counts)}
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True)
        if done.returncode:
            print(done.stdout[-5000:], done.stderr[-1000:])
        return done.returncode == 0, json.loads(counts.read_text()) if counts.exists() else {}
