"""Estimates of surveys: all factor × unit rates with their errors, from 1e5, 1e6 and 1e7 answers of 39 items about
3,321 communes, beside a plain read of the same columns; and beside `svy`, with the weights of the design.

The answers are drawn by DuckDB into Parquet: each commune is a stratum in which persons are drawn, a weight of two
decimals, 39 items on five levels of which 3 % are missing, in five factors. Each measurement runs in a process of its
own, which has imported what it needs: time by the clock and by the processor, from the file to the arrays of
estimates, and the peak of memory. What `cchc survey estimate` takes besides, for its process that reads the file, is
told with both peaks added. `svy` is timed from the file on, too, its imports left out: it gets satisfied and valid
answers of each person ready for all five factors and is asked for all of them at once, as we are. It is installed from
`requirements/bench.txt` into a folder of its own (SVY=python of one that is there already); where that fails it is
said, and nothing is judged.

Run by `make bench`, or `.venv/bin/python benchmarks/surveys.py [answers …]`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from typing import Any

import duckdb

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge, judge_least

ROOT = Path(__file__).resolve().parent.parent
SIZES = (100_000, 1_000_000, 10_000_000)
ITEMS = 39
COMMUNES = 3_321
CUTS = (0, 8, 16, 24, 32, 39)
MOST_TIMES_OF_A_READ = 10
MOST_MEGABYTES = 500
LEAST_TIMES_BY_COMMUNE = 500
LEAST_TIMES_OF_ALL = 5
PATIENCE = 900  # seconds for what svy is asked

MEASURED = """
import json, resource, sys, time
def told(what):
    begun, used = time.perf_counter(), time.process_time()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = what()
    own, after = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    print(json.dumps({
        "clock": time.perf_counter() - begun,
        "processor": time.process_time() - used + sum(after[:2]) - sum(children[:2]),
        "megabytes": (own.ru_maxrss + after.ru_maxrss) / 1024, **found,
    }))
"""
READ = """
import duckdb
def read():
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "300MB", "preserve_insertion_order": False})
    connection.execute("SET enable_progress_bar = false")
    columns = ", ".join(f"sum(q{at})" for at in range(1, ITEMS + 1))
    who = ", ".join(f"count({name})" for name in ("weight", "unit"))
    connection.execute(f"SELECT {who}, {columns} FROM read_parquet('{PATH}')").fetchall()
    return {}
told(read)
"""
PLAN = """
from pathlib import Path
from cchc.core.surveys.estimating.estimates import estimates_of, prepared_survey
from cchc.core.surveys.estimating.counted import counts_of_rows
from cchc.core.surveys.sampling.design import AnsweredFactor, EstimationPlan
from cchc.surveys.exchange import estimating
from cchc.surveys.exchange.microdata import count_large
factors = tuple(
    AnsweredFactor(f"f{at}", f"f{at}", tuple(f"q{one + 1}" for one in range(first, last)))
    for at, (first, last) in enumerate(zip(CUTS, CUTS[1:]))
)
plan = EstimationPlan(columns={"stratum": "unit", "weight": "weight", "unit": "unit"}, factors=factors)
"""
OURS = (
    PLAN
    + """
def estimate():
    question = estimating.file_question(plan, BY, ())
    counts = counts_of_rows(question.asked.plan, count_large(Path(PATH), "bench", question.asked).rows())
    survey = prepared_survey(counts, estimating.sampled_design(plan, counts, "bench"))
    figures = [one.estimand for one in estimating.asked_figures(plan, "bench")]
    table = estimates_of(survey, figures, ("unit",) if BY else ())
    return {"figures": int(table.value.size), "first": [float(table.value[0, 0]), float(table.se[0, 0])]}
told(estimate)
"""
)
COMMAND = (
    PLAN
    + """
told(lambda: {"figures": len(estimating.estimate_of_file(Path(PATH), plan, "bench", BY).figures)})
"""
)
SVY = """
import polars, svy
def estimate():
    columns = [polars.col("weight").cast(polars.Float64)]
    for at, (first, last) in enumerate(zip(CUTS, CUTS[1:])):
        items = [polars.col(f"q{one + 1}") for one in range(first, last)]
        columns.append(sum((one >= 4).fill_null(False).cast(polars.Float64) for one in items).alias(f"y{at}"))
        columns.append(sum(one.is_not_null().cast(polars.Float64) for one in items).alias(f"x{at}"))
    sample = svy.Sample(polars.read_parquet(PATH).select("unit", *columns), svy.Design(stratum="unit", wgt="weight"))
    every = range(len(CUTS) - 1)
    above, below = ([f"{side}{at}" for at in every] for side in "yx")
    found = sample.estimation.ratio(y=above, x=below, by=BY or None)
    one = found[0].estimates[0]
    figures = sum(len(those.estimates) for those in found)
    return {"figures": figures, "first": [float(one.est), float(one.se)]}
told(estimate)
"""


def main() -> None:
    sizes = tuple(map(int, sys.argv[1:])) or SIZES
    with tempfile.TemporaryDirectory(prefix="cchc-bench-") as folder:
        svy = svy_python(Path(folder))
        kept = [one for size in sizes for one in of_size(Path(folder), size, svy)]
    sys.exit(0 if all(kept) else 1)


def of_size(folder: Path, size: int, svy: str) -> list[bool]:
    """Measure and judge answers of one size."""
    path = folder / f"{size}.parquet"
    drawn(path, size)
    print(
        f"{size:,} answers × {ITEMS} items, {COMMUNES:,} communes ({path.stat().st_size / 1e6:.0f} MB)",
        flush=True,
    )
    read = best(READ, path, "")
    ours, of_all, command = best(OURS, path, "unit"), best(OURS, path, ""), best(COMMAND, path, "unit")
    told = {
        "a plain read": read,
        "by commune": ours,
        "national": of_all,
        "by commune, as the command": command,
    }
    for name, one in told.items():
        print(f"  {name}: {said(one)}", flush=True)
    kept = []
    if size == max(SIZES):
        times = ours["processor"] / read["processor"]
        kept.append(judge("times the processor of a plain read", times, MOST_TIMES_OF_A_READ))
        kept.append(
            judge("peak of both processes of the command", command["megabytes"], MOST_MEGABYTES, " MB")
        )
    if svy and size == min(SIZES):
        kept += beside_svy(svy, path, "unit", ours, "by commune", LEAST_TIMES_BY_COMMUNE)
    if svy and size == 1_000_000:
        kept += beside_svy(svy, path, "", of_all, "national", LEAST_TIMES_OF_ALL)
    return kept


def beside_svy(svy: str, path: Path, by: str, ours: dict[str, Any], what: str, aim: float) -> list[bool]:
    """Hold ours beside svy, which is asked for all factors at once, as we are."""
    found = measured(SVY, path, by, svy)
    if found is None:
        print(f"  svy, {what}: nothing after {PATIENCE} s or an error: not judged", flush=True)
        return []
    print(f"  svy, {what}: {said(found)}; its first {found['first']}, ours {ours['first']}", flush=True)
    times = found["processor"] / ours["processor"]
    return [judge_least(f"times as fast as svy by the processor, {what}", times, aim)]


def said(one: dict[str, Any]) -> str:
    """A measurement in words."""
    figures = f", {one['figures']:,} figures" if "figures" in one else ""
    return (
        f"{one['clock']:.2f} s, {one['processor']:.2f} s of a processor, {one['megabytes']:.0f} MB{figures}"
    )


def best(program: str, path: Path, by: str) -> dict[str, Any]:
    """The quickest of five runs; where the first takes long, which chance moves less, of two."""
    runs: list[dict[str, Any]] = []
    while len(runs) < (5 if not runs or runs[0]["clock"] < 2 else 2):
        if (one := measured(program, path, by, sys.executable)) is None:
            break
        runs.append(one)
    return min(runs, key=lambda one: one["processor"])


def measured(program: str, path: Path, by: str, python: str) -> dict[str, Any] | None:
    """What a process of its own tells of the program; None where it breaks or takes too long."""
    head = f"ITEMS, CUTS, PATH, BY = {ITEMS}, {CUTS}, {str(path)!r}, {by!r}\n"
    command = [python, "-c", f"{MEASURED}\n{head}\n{program}"]
    try:
        ended = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, cwd=ROOT)
    except subprocess.TimeoutExpired:
        return None
    if ended.returncode:
        print("\n".join(ended.stderr.splitlines()[-3:]), flush=True)
        return None
    told: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return told


def drawn(path: Path, size: int) -> None:
    """Write made-up answers; those of a commune lean to one side."""
    levels = ", ".join(
        f"(CASE WHEN hash(i, {at}) % 100 < 3 THEN NULL ELSE 1 + least(4, (hash(i, {at}) // 100 % 100) // "
        f"(15 + hash(i % {COMMUNES}) % 10)) END)::UTINYINT AS q{at}"
        for at in range(1, ITEMS + 1)
    )
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "2GB"})
    connection.execute(
        f"COPY (SELECT (100 + i % {COMMUNES}) || '.25' AS weight, 'Xã ' || (i % {COMMUNES}) AS unit, {levels} "
        f"FROM range({size}) t(i)) TO '{path}' (FORMAT parquet)"
    )
    connection.close()


def svy_python(folder: Path) -> str:
    """The Python of a folder with svy, installed as its lock says; "" where it cannot be, which is said."""
    if "SVY" in os.environ:
        return os.environ["SVY"]
    venv.create(folder / "svy", with_pip=True)
    python = folder / "svy" / "bin" / "python"
    lock = ROOT / "requirements" / "bench.txt"
    install = [python, "-m", "pip", "install", "-q", "--require-hashes", "-r", lock]
    if subprocess.run(install, capture_output=True).returncode:
        print("svy could not be installed: nothing is held beside it", flush=True)
        return ""
    return str(python)


if __name__ == "__main__":
    main()
