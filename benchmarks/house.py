# ruff: noqa: E402 - Django is set up on a folder of its own before anything of ours is imported
"""The house as somebody finds it who inherits it: how long its functions, lines and circles are, what a page sends.

Prints one line a figure, and judges nothing: two commits are held against each other by running it on both.
Run by `make bench`, or `.venv/bin/python benchmarks/house.py [--suite]`; `--suite` also runs the tests, and prints
their processor seconds.
"""

from __future__ import annotations

import ast
import os
import re
import resource
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from statistics import mean, median
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
SOURCE, TESTS = ROOT / "src" / "cchc", ROOT / "tests"
sys.path.insert(0, str(ROOT))
FOLDER = tempfile.TemporaryDirectory(prefix="cchc-bench-")  # gone when the measurement ends
os.environ["CCHC_VAR"] = FOLDER.name
os.environ.pop("DATABASE_URL", None)
os.environ["DJANGO_SETTINGS_MODULE"] = "cchc.config.settings_test"

import django
import grimp

django.setup()

from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from cchc.access.permissions import Role
from tests.builders import a_measure, a_member, a_plan

CONVENTIONS = {"Meta", "Kind", "State", "Roles"}  # names that mean something only inside their class
SCRIPTS = re.compile(r'<(?:link|script)[^>]+?(?:href|src)="/static/([^"?]+\.(?:css|js))"')


def files(folder: Path, ending: str) -> list[Path]:
    """The hand-written files of a folder."""
    return [path for path in sorted(folder.rglob(f"*{ending}")) if "migrations" not in path.parts]


def lines(paths: Iterable[Path]) -> list[str]:
    """Their lines that hold something."""
    return [line for path in paths for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def spread(numbers: list[int]) -> str:
    """Median, 95th percentile and largest."""
    ordered = sorted(numbers)
    return f"median {median(ordered):.0f}, p95 {ordered[len(ordered) * 95 // 100]}, max {ordered[-1]}"


def say(what: str, figure: object) -> None:
    """One line."""
    print(f"{what:<46} {figure}", flush=True)


def sizes() -> None:
    """Files and functions."""
    paths = files(SOURCE, ".py")
    say("files (lines)", f"{len(paths)}: {spread([len(lines([path])) for path in paths])}")
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path in paths
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    say("functions (lines)", f"{len(functions)}: {spread(functions)}")
    for ending in (".html", ".css", ".js"):
        of_kind = files(SOURCE, ending)
        found = lines(of_kind)
        wide = sum(len(line) > 130 for line in found)
        longest = max(len(path.read_text(encoding="utf-8").splitlines()) for path in of_kind)
        letters = f"{mean(map(len, found)):.0f} letters a line, {wide} of {len(found)} over 130"
        say(f"{ending[1:]} files", f"{len(of_kind)}: {letters}; longest file {longest} lines")


def circles() -> list[list[str]]:
    """Groups of modules that import each other, imports inside functions included (Tarjan 1972)."""
    graph = grimp.build_graph("cchc")
    number: dict[str, int] = {}
    lowest: dict[str, int] = {}
    stack: list[str] = []
    found: list[list[str]] = []

    def visit(module: str) -> None:
        number[module] = lowest[module] = len(number)
        stack.append(module)
        for other in graph.find_modules_directly_imported_by(module):
            if other not in number:
                visit(other)
                lowest[module] = min(lowest[module], lowest[other])
            elif other in stack:
                lowest[module] = min(lowest[module], number[other])
        if lowest[module] == number[module]:
            at = stack.index(module)
            if len(stack) - at > 1:
                found.append(sorted(stack[at:]))
            del stack[at:]

    for module in sorted(graph.modules):
        if module not in number:
            visit(module)
    return found


def shared_names() -> list[str]:
    """Names of public classes that stand in more than one module."""
    places: dict[str, set[str]] = defaultdict(set)
    for path in files(SOURCE, ".py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                places[node.name].add(str(path.relative_to(SOURCE)))
    return [
        f"{name} ({len(at)})"
        for name, at in sorted(places.items())
        if len(at) > 1 and name not in CONVENTIONS
    ]


def ratios() -> Iterator[tuple[str, float]]:
    """Lines of tests for each line of source: of the whole, then of each room."""
    yield "all", len(lines(files(TESTS, ".py"))) / len(lines(files(SOURCE, ".py")))
    for room in sorted(path for path in SOURCE.iterdir() if path.is_dir() and files(path, ".py")):
        yield room.name, len(lines(files(TESTS / room.name, ".py"))) / len(lines(files(room, ".py")))


def type_errors() -> str:
    """The last line of mypy, strict, over the whole package."""
    said = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", "-p", "cchc"],
        capture_output=True, text=True, cwd=ROOT, check=False,
    )  # fmt: skip
    return said.stdout.strip().splitlines()[-1]


def sent(client: Client, address: str) -> str:
    """What a page brings along, unpacked."""
    text = client.get(address, follow=True).content.decode()
    named = [Path(str(find(name))) for name in SCRIPTS.findall(text)]
    size = {
        kind: sum(path.stat().st_size for path in named if path.suffix == kind) for kind in (".css", ".js")
    }
    return f"{size['.css'] / 1000:.0f} kB CSS, {size['.js'] / 1000:.0f} kB JS"


def walked(client: Client) -> str:
    """The functions of ours that one saved cell of a review runs through."""
    plan = a_plan()
    row = a_measure(plan, task="Ban hành kế hoạch", lead="Sở Nội vụ", deadline="Quý I/2026")
    calls: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_filename.startswith(str(SOURCE)):
            calls.append((frame.f_code.co_filename, frame.f_code.co_qualname))

    address = reverse("plans:row", args=[plan.pk, row.pk])
    typed = {"cell": "deadline", "deadline": "Quý II/2026", "version": str(row.version)}
    sys.setprofile(note)
    answer = client.post(address, typed, headers={"HX-Request": "true"})
    sys.setprofile(None)
    known = {name for name in calls if "<" not in name[1].rpartition(".")[2]}
    in_files = f"{len({file for file, _ in known})} files"
    return f"{len(known)} functions in {in_files}, {len(calls)} calls; answered {answer.status_code}"


def suite_seconds() -> float:
    """Processor seconds of the tests, all processes together."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadfile", "--ignore=tests/e2e"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Print every figure."""
    sizes()
    say("circles of imports", circles() or 0)
    names = shared_names()
    say("names of classes that stand twice", f"{len(names)}: {', '.join(names)}")
    say("mypy --strict over all", type_errors())
    say("lines of tests a line of source", ", ".join(f"{name} {ratio:.2f}" for name, ratio in ratios()))
    call_command("migrate", verbosity=0)
    client = Client()
    client.force_login(a_member(Role.ADMINISTRATOR).person)
    say("sent with the home page", sent(client, "/"))
    say("walked by a saved cell of a review", walked(client))
    if "--suite" in sys.argv:
        say("processor seconds of the tests on SQLite", f"{suite_seconds():.0f}")
    say("peak memory", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
