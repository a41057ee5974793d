"""Every measurement in turn; in the end the figures that are not as promised. Ends with 1 where there are any, or where
a measurement breaks. Run by `make bench`."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from benchmarks.measuring.aims import NO


def main() -> int:
    """Run them all, whatever one of them finds."""
    missed = []
    for program in sorted(Path(__file__).parent.glob("[!_]*.py")):
        load = " ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"== {program.stem} (load of the machine before: {load})", flush=True)
        running = subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True)
        assert running.stdout is not None
        before = len(missed)
        for line in running.stdout:
            print(line, end="", flush=True)
            if NO in line:
                missed.append(f"{program.stem}: {line.partition('· ')[2].strip()}")
        if running.wait() and len(missed) == before:
            missed.append(f"{program.stem}: ended with {running.returncode}")
    print("\n".join(["== not kept:", *missed]) if missed else "== every aim is kept")
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
