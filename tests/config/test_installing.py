"""What the pages for administrators of the server say is there: settings, tests, records."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from cchc.config import environment

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "admin" / "cai-dat.md"
SECURITY = ROOT / "docs" / "admin" / "security.md"


def test_the_page_lists_every_setting_of_the_environment_and_no_other():
    code = Path(environment.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'(?:read|self)\.\w+\("([A-Z_]+)"', code))
    heads = re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for head in heads for name in re.findall("[A-Z_]+", head)} == read


def test_the_page_on_security_names_only_tests_and_records_that_are_there():
    text = SECURITY.read_text(encoding="utf-8")
    tests = re.findall(r"`((?:\w+/)?test_\w+\.py)`", text)
    records = re.findall(r"\]\(\.\./(decisions/[^)]+\.md)\)", text)
    assert len(tests) > 20
    assert [name for name in tests if not (ROOT / "tests" / name).exists()] == []
    assert [name for name in records if not (ROOT / "docs" / name).exists()] == []


# Whatever the web server, the worker and the verbs load, a request included, in a process that has no build tools.
WITHOUT_BUILD_TOOLS = """
import importlib, sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"babel", "setuptools", "pkg_resources"}:
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Absent())
import cchc.config.wsgi, cchc.config.gunicorn, cchc.config.waiting_room, cchc.config.background, cchc.config.cli
for module, _sentence in cchc.config.cli.VERBS.values():
    importlib.import_module(module)
from django.test import Client
print(Client().get("/healthz").json()["database"])
try:
    import cchc.texts.catalogues
except ModuleNotFoundError as absent:
    print("absent:", absent)
"""


def test_the_service_runs_without_what_it_was_built_with(tmp_path: Path):
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "cchc.config.settings_test", "DATABASE_URL": ""}
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_BUILD_TOOLS],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "behind\nabsent: babel\n"), done.stderr
