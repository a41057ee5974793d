"""The commands of the README work as they stand, from the folder of the repository."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^(cchc .+)$", README, re.MULTILINE)


def test_the_readme_is_short_enough_to_be_read():
    assert len(README.splitlines()) < 130


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what the commands name, so that what they write does not stay."""
    folder = tmp_path_factory.mktemp("readme")
    for name in ("content", "examples"):
        shutil.copytree(ROOT / name, folder / name)
    return folder


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_works_as_it_stands(command: str, folder: Path):
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, env=os.environ | {"PATH": path}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")
    written = re.findall(r"--output (\S+)", command)
    assert done.stdout or (folder / written[0]).stat().st_size


def test_every_verb_of_the_readme_is_tried():
    assert len(COMMANDS) >= 7
