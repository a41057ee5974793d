"""`cchc score` from .xlsx: 3,321 communes × 100 criteria, two figures each; where the time goes, and the peak memory.

Prints shares and ratios within this run. Run by `make bench`, or `.venv/bin/python benchmarks/command_line.py [UNITS]`.
"""

import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from openpyxl import Workbook

CCHC = [sys.executable, "-m", "cchc.config.cli"]
STAGES = """
import sys, time
from pathlib import Path
from cchc.core.scoring.index import ranking
from cchc.criteria.exchange.reading import set_at
from cchc.scores.exchange.headings import KnownHeadings
from cchc.scores.exchange.points import read_points
from cchc.files.tables import read_table
marks = [time.process_time()]
criteria = set_at(Path(sys.argv[1])); marks.append(time.process_time())
table = read_table(Path(sys.argv[2])); marks.append(time.process_time())
points = read_points([table], KnownHeadings(criteria)); marks.append(time.process_time())
ranking(criteria, points.units); marks.append(time.process_time())
print(*(later - earlier for earlier, later in zip(marks, marks[1:])))
"""
NODE = '[[node]]\nnumber = "{number}"\nname = "Tiêu chí {number}"\nmaximum = "{maximum}"\n'
RULE = (
    'inputs = ["done: count | Số nhiệm vụ hoàn thành", "total: count | Số nhiệm vụ được giao"]\n'
    'rule = "ratio done / total; zero below 50%; when total = 0: not applicable"\n'
)


def write_set(path: Path) -> list[str]:
    """Ten domains of ten criteria; returns the numbers of the leaves."""
    numbers = [f"{domain}.{leaf}" for domain in range(1, 11) for leaf in range(1, 11)]
    parts = ['[set]\nid = "do"\ntitle = "Bộ để đo"\nversion = "1"\nunit_kind = "commune"\n']
    for domain in range(1, 11):
        parts.append(NODE.format(number=domain, maximum=10))
        parts += [NODE.format(number=f"{domain}.{leaf}", maximum=1) + RULE for leaf in range(1, 11)]
    path.write_text("\n".join(parts), encoding="utf-8")
    return numbers


def write_points(path: Path, numbers: list[str], units: int) -> None:
    figures = random.Random(2026)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Điểm")
    sheet.append(["unit", *(f"{number}:{name}" for number in numbers for name in ("done", "total"))])
    for unit in range(units):
        row: list[object] = [f"Xã {unit}"]
        for _ in numbers:
            total = figures.randint(0, 60)
            row += [figures.randint(0, total), total]
        sheet.append(row)
    book.save(path)


def run(arguments: list[str]) -> float:
    """CPU seconds of one process, its output thrown away."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(arguments, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    units = int(sys.argv[1]) if len(sys.argv) > 1 else 3_321
    with tempfile.TemporaryDirectory() as folder:
        criteria, points = Path(folder) / "set.toml", Path(folder) / "points.xlsx"
        numbers = write_set(criteria)
        write_points(points, numbers, units)
        start = time.perf_counter()
        whole = run([*CCHC, "score", str(criteria), str(points), "--json"])
        wall = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        listed = subprocess.run(
            [sys.executable, "-c", STAGES, str(criteria), str(points)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    stages = dict(
        zip(
            ("checking the set", "reading cells", "understanding cells", "scoring"),
            map(float, listed),
            strict=True,
        )
    )
    print(f"cchc score --json: {units} units × {len(numbers)} criteria × 2 figures from .xlsx")
    print(f"  whole process: {whole:.2f} s CPU, {wall:.2f} s wall, peak {peak:.0f} MB")
    for name, seconds in stages.items():
        print(f"  {name:<20} {seconds / whole:6.1%} of the whole")
    rest = 1 - sum(stages.values()) / whole
    print(f"  {'starting, printing':<20} {rest:6.1%} of the whole")
    example = Path(__file__).parents[1] / "examples" / "quang-binh-2023"
    help_alone = run([*CCHC, "--help"])
    small = run([*CCHC, "score", str(example / "set.toml"), str(example / "points.csv"), "--json"])
    times = small / help_alone
    print(
        f"starting: --help {help_alone:.2f} s CPU; 21 units from .csv {small:.2f} s, {times:.1f} times that"
    )


if __name__ == "__main__":
    main()
