"""The scripts of the page on which a browser recomputes a release, run by Node."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cchc.portal

SCRIPTS = Path(cchc.portal.__file__).parent / "static" / "portal" / "verifying"
RUN = """
import { readFileSync } from "node:fs";
import { checkedSeal, documentsOf, membersOf, shortRoot } from "./archive.js";
import { compareFigures } from "./figures.js";
for (const file of process.argv.slice(2)) {
  const members = await membersOf(new Uint8Array(readFileSync(file)));
  const documents = documentsOf(members);
  const { wrong, root } = await checkedSeal(members, documents["manifest.json"]);
  const { compared, differences } = await compareFigures(documents, async () => {});
  console.log(JSON.stringify({ wrong, root: shortRoot(root), compared, differences }));
}
"""


def scripts_in(folder: Path) -> Path:
    """A folder in which Node runs the scripts as modules."""
    for script in SCRIPTS.glob("*.js"):
        shutil.copy(script, folder)
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "run.js").write_text(RUN)
    return folder


def recomputed(scripts: Path, archives: Sequence[bytes]) -> list[dict[str, Any]]:
    """What the scripts find in each of these bundles: members that differ, the root, figures compared, differences."""
    files = []
    for place, archive in enumerate(archives):
        files.append(scripts / f"{place}.zip")
        files[-1].write_bytes(archive)
    said = subprocess.run(["node", "run.js", *files], cwd=scripts, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in said.stdout.splitlines()]
