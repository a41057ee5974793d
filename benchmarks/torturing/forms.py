"""Every form, sent as nobody means it, with more drawn inputs than the tests have time for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FORMS = "tests/test_any_form.py::test_a_form_is_answered_whatever_stands_in_it"
FEWEST = 5  # drawn inputs for each form


def torture(seconds: float) -> Iterator[tuple[str, list[tuple[str, str]], bool]]:
    """For each database: its name, the figures, and whether every input was answered."""
    inputs = max(FEWEST, int(seconds / 4))  # about what half the time, on each database, is enough for
    for where, program in (("SQLite", ["-m", "pytest"]), ("PostgreSQL", ["tests/on_postgresql.py"])):
        yield where, *fuzzed(program, inputs)


def fuzzed(program: list[str], inputs: int) -> tuple[list[tuple[str, str]], bool]:
    """How often which status was answered, and whether nothing broke."""
    with tempfile.TemporaryDirectory(prefix="cchc-fuzz-") as folder:
        counts = Path(folder) / "counts"
        told = {"CCHC_FUZZED_INPUTS": str(inputs), "CCHC_FUZZED_COUNTS": str(counts)}
        words = [sys.executable, *program, "-q", "-p", "no:cacheprovider", FORMS]
        done = subprocess.run(
            words, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True, check=False
        )
        answered = json.loads(counts.read_text(encoding="utf-8")) if counts.exists() else {}
    figures = [
        ("drawn inputs for each form", str(inputs)),
        ("requests", str(sum(answered.values()))),
        ("answers", ", ".join(f"{status}: {many}" for status, many in sorted(answered.items()))),
        *(("broken", name) for name in re.findall(r"^FAILED (\S+)", done.stdout, re.MULTILINE)),
    ]
    return figures, done.returncode == 0
