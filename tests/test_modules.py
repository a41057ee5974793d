"""Modules: a name of the core has one address, and a file written by hand has at most 400 lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ONE_ADDRESS = ("cchc.core.scoring", "cchc.core.words", "cchc.criteria")


def test_what_is_imported_from_scoring_words_and_criteria_comes_from_the_module_that_defines_it():
    passed_on = {
        f"{path.relative_to(ROOT)}: {name} from {module}"
        for folder in ("src", "tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for module, name in _imported(path)
        if f"{module}.".startswith(tuple(f"{one}." for one in ONE_ADDRESS))
        and name not in _defined(_file_of(module))
        and not _file_of(f"{module}.{name}").exists()
    }
    assert passed_on == set()


def _imported(path: Path) -> Iterator[tuple[str, str]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from ((node.module, alias.name) for alias in node.names)


def _file_of(module: str) -> Path:
    path = ROOT.joinpath("src", *module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _defined(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(
        node.id if isinstance(node, ast.Name) else node.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.FunctionDef, ast.ClassDef))
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
    )


# --- the length of a file -----------------------------------------------------------------------------------

MOST_LINES = 400
ENDINGS = {".py", ".js", ".css"}


def test_no_file_written_by_hand_is_longer_than_four_hundred_lines():
    assert sorted(name for name, lines in _written_by_hand() if lines > MOST_LINES) == []


def _written_by_hand() -> Iterator[tuple[str, int]]:
    """The files of code and style with their lines; migrations and folders of data aside."""
    for folder in ("src", "tests", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*")):
            aside = {"migrations", "data", "node_modules", "__pycache__"} & set(path.parts)
            if path.suffix in ENDINGS and not aside:
                yield str(path.relative_to(ROOT)), len(path.read_text(encoding="utf-8").splitlines())
