"""The house stands as drawn: imports point down, the core is pure, templates obey the content security
policy."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path
from types import ModuleType

import grimp

from cchc.files.documents import read_document
from cchc.files.doors import Door
from cchc.files.sandbox import run
from cchc.files.tables import read_table, read_tables

HOUSE = Path(__file__).resolve().parent.parent / "src" / "cchc"
CONFIG = HOUSE.parent.parent / "pyproject.toml"


def test_every_import_contract_is_kept():
    """In a process of its own: the program sets logging up for itself, and would silence ours."""
    program = Path(sys.executable).with_name("lint-imports")
    told = subprocess.run(
        [program, "--config", CONFIG, "--no-cache"], capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stdout


def test_official_word_is_written_in_one_place_alone():
    writers = {
        str(file.relative_to(HOUSE).parent)
        for file in HOUSE.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in (
            [one.name for one in node.names] if isinstance(node, ast.Import) else [node.module or ""]
        )
        if name.partition(".")[0] in ("docx", "docxtpl")
    }
    assert writers == {"documents/exchange"}


def test_no_modules_import_each_other_in_a_circle():
    """Imports inside functions count: they only put off when the circle is noticed."""
    graph = grimp.build_graph("cchc", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(imports).prepare()  # raises CycleError, which names the modules


def test_the_core_imports_only_itself_and_the_standard_library_and_surveys_numpy():
    foreign = {
        f"{path.name}: {name}"
        for path in (HOUSE / "core").rglob("*.py")
        for name in _imported(path)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith("cchc.core")
        if name.split(".")[0] != "numpy" or HOUSE / "core" / "surveys" not in path.parents
    }
    assert foreign == set()


def _imported(path: Path) -> list[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    plain = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    return plain + [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]


def test_actions_and_what_is_below_them_hold_neither_doors_nor_readers():
    readers_of_files = [*modules("exchange"), *modules("plans", "reading")]
    doors = {
        id(what): what for module in readers_of_files for what in vars(module).values() if _is_door(what)
    }
    assert len(doors) == 21
    readers = {
        id(what)
        for what in (run, read_table, read_tables, read_document, *(door.reader for door in doors.values()))
    }
    held = {
        f"{module.__name__}: {name}"
        for layer in ("actions", "queries", "policies", "models")
        for module in modules(layer)
        for name, what in vars(module).items()
        if id(what) in readers or _is_door(what) or name == "tomllib"
    }
    assert held == set()


def _is_door(what: object) -> bool:
    return isinstance(what, Door)


def modules(layer: str, room: str = "*") -> Iterator[ModuleType]:
    """The modules of one layer, of every room or of one."""
    for path in sorted([*HOUSE.glob(f"{room}/{layer}.py"), *HOUSE.glob(f"{room}/{layer}/**/*.py")]):
        parts = path.relative_to(HOUSE).with_suffix("").parts
        yield import_module(".".join(("cchc", *(part for part in parts if part != "__init__"))))


def test_no_module_is_a_drawer_for_odds_and_ends():
    drawers = {"utils", "util", "helpers", "helper", "services", "service", "common", "misc", "tools"}
    assert [path for path in HOUSE.rglob("*") if path.stem in drawers] == []


def test_every_view_says_what_a_request_is():
    untyped = re.compile(r"request: (Any|object)\b")
    found = [path for path in HOUSE.rglob("*.py") if untyped.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_template_carries_a_script_or_a_style_inline():
    inline = re.compile(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=|javascript:", re.IGNORECASE)
    found = [path.name for path in HOUSE.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_one_place_alone_says_that_a_file_is_to_be_saved():
    """The log of access knows a download by its header: whoever writes it elsewhere may leave out what goes with it."""
    written = {
        str(path.relative_to(HOUSE))
        for path in HOUSE.rglob("*.py")
        for text in [path.read_text(encoding="utf-8")]
        if re.search("content[-_]disposition|as_attachment", text, re.IGNORECASE)
    }
    assert written == {"documents/queries/downloads.py", "audit/middleware.py"}  # the other one reads it


def test_every_room_says_in_one_line_what_it_is():
    silent = [
        path.parent.name
        for path in HOUSE.glob("*/__init__.py")
        if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_no_journey_asks_a_page_to_run_a_text_of_ours_until_it_holds():
    """Such a text is run by the page again and again; as soon as a page is slow, the policy of our pages refuses it."""
    journeys = (HOUSE.parent.parent / "tests" / "e2e").glob("*.py")
    assert [path.name for path in journeys if "wait_for_function(" in path.read_text(encoding="utf-8")] == []
