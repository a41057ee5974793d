"""The command line as such: which verbs there are, in which language, and what it costs to start."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec

import pytest

from cchc.config.cli import VERBS


def run(*words: str, language: str = "en") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "CCHC_LANGUAGE": language}
    return subprocess.run(
        [sys.executable, "-m", "cchc.config.cli", *words],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )


def test_asked_for_help_it_prints_every_verb():
    answer = run("--help")
    assert answer.returncode == 0
    assert [name for name in VERBS if f"  {name} " not in answer.stdout] == []


@pytest.mark.parametrize("words", [[], ["unheard"], ["verify", "--unheard"]])
def test_wrong_usage_exits_with_two_and_speaks_on_stderr(words: list[str]):
    answer = run(*words)
    assert (answer.returncode, answer.stdout) == (2, "")
    assert "usage: cchc" in answer.stderr


def test_it_speaks_vietnamese_by_default():
    assert "cách dùng: cchc" in run("unheard", language="").stderr


@pytest.mark.parametrize("name", list(VERBS))
def test_every_verb_is_two_functions_of_its_module(name: str):
    module = import_module(VERBS[name][0])
    function = name.split()[-1]
    assert callable(getattr(module, function))
    assert callable(getattr(module, f"{function}_arguments"))


def test_the_table_of_verbs_names_only_modules_that_exist():
    assert {module for module, _sentence in VERBS.values() if find_spec(module) is None} == set()


def test_scoring_starts_without_django():
    code = "import sys, cchc.config.cli, cchc.results.commands; print('django' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
