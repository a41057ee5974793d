"""The public ranking and the page of a unit at 4 and at 200 clients, beside a static file of the same size from the
same server in the same run: requests in a second, and how long 95 of 100 wait.

170 communes of 100 leaves are released. Every client keeps its connection as a browser does, and asks again as soon as
it has its answer; both are warm. Loopback only, in a temporary folder; the clients run on the same processors as the
server. Run by `make bench`, or `.venv/bin/python benchmarks/portal.py [--seconds 5] [--units 170]`.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from statistics import quantiles
from threading import Barrier, Thread

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.measuring.aims import judge
from benchmarks.rounds.running import running
from benchmarks.torturing.service import Service

CLIENTS = (4, 200)
MOST_BYTES = 100_000
AT_LEAST = 0.5  # of the rate of a static file


class Reader(Thread):
    """A client that asks for one address until the time is over; `waits` are in seconds."""

    def __init__(self, port: int, address: str, begin: Barrier, seconds: float) -> None:
        super().__init__(daemon=True)
        self.port, self.address, self.begin, self.seconds = port, address, begin, seconds
        self.waits: list[float] = []
        self.failed = 0

    def run(self) -> None:
        """Ask again and again."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        self.begin.wait()
        until = time.monotonic() + self.seconds
        while (started := time.monotonic()) < until:
            self.failed += self._asked(connection) != 200 and self._asked(connection) != 200
            self.waits.append(time.monotonic() - started)
        connection.close()

    def _asked(self, connection: HTTPConnection) -> int:
        """Ask once; 0 where the server had ended the connection, which browsers open anew without a word."""
        try:
            connection.request("GET", self.address)
            answer = connection.getresponse()
            answer.read()
        except (OSError, HTTPException):
            connection.close()
            return 0
        return answer.status


def rate(port: int, address: str, clients: int, seconds: float) -> tuple[float, float, int]:
    """Requests in a second, the 95th percentile of the waits in milliseconds, and how many failed."""
    begin = Barrier(clients)
    readers = [Reader(port, address, begin, seconds) for _ in range(clients)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    waits = [wait for reader in readers for wait in reader.waits]
    return len(waits) / seconds, quantiles(waits, n=20)[-1] * 1000, sum(reader.failed for reader in readers)


def fetched(port: int, address: str) -> tuple[bytes, float]:
    """The body of an address, and the milliseconds that it took."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    started = time.monotonic()
    connection.request("GET", address)
    body = connection.getresponse().read()
    connection.close()
    return body, (time.monotonic() - started) * 1000


def compared(service: Service, name: str, page: str, seconds: float) -> Iterator[bool]:
    """Compare a page with a static file of its size; whether each aim is kept."""
    port = service.port
    body, cold = fetched(port, page)
    print(f"  {name}: {len(body):,} bytes; first of all {cold:.0f} ms, again {fetched(port, page)[1]:.1f} ms")
    yield judge(f"{name}: its size", len(body), MOST_BYTES, " bytes")
    static = f"/static/do/{name}.html"
    assert len(fetched(port, static)[0]) == len(body), "the static file is of another size"
    for clients in CLIENTS:
        for address in (page, static):
            rate(port, address, clients, 1)  # warm: every process has its own memory
        began = service.processor_seconds("web")
        ours, ours_p95, failed = rate(port, page, clients, seconds)
        between = service.processor_seconds("web")
        theirs, theirs_p95, _failed = rate(port, static, clients, seconds)
        took = (
            (between - began) / (ours * seconds),
            (service.processor_seconds("web") - between) / (theirs * seconds),
        )
        print(
            f"  {clients} clients: {ours:.0f}/s, p95 {ours_p95:.0f} ms; static {theirs:.0f}/s, p95 {theirs_p95:.0f} ms;"
            f" processor time of an answer {took[0] * 1000:.2f}, {took[1] * 1000:.2f} ms"
        )
        yield judge(
            f"{name}, {clients} clients: a static file's rate beside ours", theirs / ours, 1 / AT_LEAST
        )
        yield judge(f"{name}, {clients} clients: answers that failed", failed, 0)


def main() -> int:
    """Measure on SQLite; what is kept asks the database once in two seconds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--units", type=int, default=170)
    asked = parser.parse_args()
    with running("released", asked.units) as (_installation, service, prepared):
        held = True
        for name, page in prepared.items():
            held = all(list(compared(service, name, page, asked.seconds))) and held
        return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
