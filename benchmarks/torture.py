"""The platform under attack, for five minutes or for as long as is asked: what the tests hold once, held again.

Loopback only, in temporary folders, nothing outlives the run. Prints figures for both databases; ends with 1 when what
was acknowledged is lost or doubled, or a page broke.
Run by `make bench`, or `.venv/bin/python benchmarks/torture.py --minutes 60`.
"""

from __future__ import annotations

import argparse
import sys
from importlib import import_module
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

ATTACKS = ("killing", "sheets", "forms", "uploads", "appraisals", "final")  # modules of `torturing`


def main() -> int:
    """Run every attack for its share of the time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--attack", choices=ATTACKS, action="append")
    asked = parser.parse_args()
    attacks, held = asked.attack or ATTACKS, True
    for name in attacks:
        module = import_module(f"benchmarks.torturing.{name}")
        print(f"-- {name}: {module.__doc__.partition(chr(10) * 2)[0]}")
        for where, figures, whole in module.torture(asked.minutes * 60 / len(attacks)):
            held = held and whole
            print(f"{where}: {'held' if whole else 'BROKEN'}")
            for what, figure in figures:
                print(f"  {what:<50} {figure}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
