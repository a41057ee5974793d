"""The scripts of the enumerators' application, asked outside a browser: Node answers for what they export."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import cchc.fieldwork

SCRIPTS = Path(cchc.fieldwork.__path__[0]) / "static" / "fieldwork" / "app"
ASKED = """
import { createInterface } from "node:readline";
const modules = {};
const revived = (name, value) =>
  value?.under ? { top: BigInt(value.top), under: BigInt(value.under) } : value;
for await (const line of createInterface({ input: process.stdin })) {
  const [file, name, values] = JSON.parse(line, revived);
  const module = (modules[file] ??= await import(`./${file}.js`));
  console.log(JSON.stringify((await module[name](...values)) ?? null));
}
"""


class Device:
    """What the scripts answer, one question after another."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def says(self, file: str, name: str, *values: Any) -> Any:
        """What the function `name` of a script gives for plain values."""
        asked, told = self._process.stdin, self._process.stdout
        assert asked is not None
        assert told is not None
        asked.write(json.dumps([file, name, values]) + "\n")
        asked.flush()
        return json.loads(told.readline())


@contextmanager
def scripts(folder: Path) -> Iterator[Device]:
    """The scripts, copied into `folder` as modules."""
    for script in SCRIPTS.glob("*.js"):
        shutil.copy(script, folder)
    (folder / "package.json").write_text('{"type": "module"}', encoding="utf-8")
    (folder / "asked.js").write_text(ASKED, encoding="utf-8")
    node = shutil.which("node")
    assert node is not None
    with subprocess.Popen(
        [node, "asked.js"], cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Device(process)
        assert process.stdin is not None
        process.stdin.close()
