"""Browsers without a window: what they send, how long they waited, what they were told is saved."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from statistics import median, quantiles
from threading import Barrier, Thread
from typing import Any
from urllib.parse import urlencode

TOKEN = "a" * 64
ANSWER = 120  # seconds that a browser waits
BREAKS = ("save half sent", "save not waited for", "upload half sent", "upload not waited for")


@dataclass
class Clerk:
    """One clerk at one browser, who types into the leaves `own` of the sheet of the own unit.

    `kept` is what stands in a leaf by what the platform said: the text and its version; `saved` counts what it said is
    saved, `stored` are the hashes of files, `open` the leaves of which an answer never came, `broken_off` how often the
    clerk went away in the middle.
    """

    port: int
    session: str
    unit: int
    year: int
    own: Sequence[str]
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)
    saved: int = 0
    stored: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    statuses: Counter[int] = field(default_factory=Counter)
    turn: int = 0
    broken_off: int = 0

    def ask(self, method: str, path: str, body: bytes = b"", kind: str = "") -> tuple[int, bytes]:
        """Status and body of an answer; status 0 when none came."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
        headers = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        if kind:
            headers |= {"Content-Type": kind, "Referer": f"http://127.0.0.1:{self.port}/"}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            told = answer.status, answer.read()
        except (OSError, HTTPException):
            told = 0, b""
        finally:
            connection.close()
        self.statuses[told[0]] += 1
        return told

    def post(self, path: str, fields: dict[str, str]) -> tuple[int, bytes]:
        """Send a form."""
        return self.ask("POST", path, urlencode(fields).encode(), "application/x-www-form-urlencoded")

    @property
    def sheet(self) -> str:
        """The address of the own sheet."""
        return f"/tu-cham/{self.year}/{self.unit}/"

    def _next(self) -> tuple[str, int]:
        """The next leaf of which it is known what stands there, with its version."""
        known = [leaf for leaf in self.own if leaf not in self.open]
        leaf = known[self.turn % len(known)]
        self.turn += 1
        return leaf, self.kept.get(leaf, ("", 0))[1]

    def save(self) -> bool:
        """Type the next figure; whether it was acknowledged."""
        leaf, times = self._next()
        value = str(1 + self.turn % 40_000)
        sent = {"field": "figure-done", "value": value, "version": str(times), "age": "0"}
        status, body = self.post(f"{self.sheet}muc/{leaf}/luu/", sent)
        if status == 200 and json.loads(body)["version"] == times + 1:
            self.kept[leaf] = (value, times + 1)
            self.saved += 1
        elif status == 0:
            self.open.add(leaf)
        return status == 200

    def insert(self) -> bool:
        """Send the page that does no more than one INSERT."""
        return self.post("/do/ghi/", {"value": "1", "version": "1", "age": "0", "field": "x"})[0] == 200

    def read(self) -> bool:
        """Open the own sheet."""
        return self.ask("GET", self.sheet)[0] == 200

    def read_empty(self) -> bool:
        """Open a page with nothing in it."""
        return self.ask("GET", "/do/trong/")[0] == 200

    def break_off(self, where: str, size: int) -> None:
        """Begin to save the next figure, or to bring a document, and go away: in the middle of what is sent, or without
        waiting for the answer. Whether it was done nobody is told."""
        if where.startswith("save"):
            leaf, times = self._next()
            fields = {"field": "figure-done", "value": "7", "version": str(times), "age": "0"}
            body, path = urlencode(fields).encode(), f"{self.sheet}muc/{leaf}/luu/"
            method, kind = "POST", "application/x-www-form-urlencoded"
            self.open.add(leaf)
        else:
            body = document(size)
            query = urlencode(
                {"name": "dut.pdf", "sha256": hashlib.sha256(body).hexdigest(), "unit": self.unit}
            )
            path, method, kind = f"/tai-lieu/tai-len/ca-tep/?{query}", "PUT", "application/pdf"
        part = len(body) // 2 if where.endswith("half sent") else len(body)
        head = {"Cookie": f"sessionid={self.session}; csrftoken={TOKEN}", "X-CSRFToken": TOKEN}
        head |= {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Referer": f"http://127.0.0.1:{self.port}/",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=ANSWER)
        with suppress(OSError):
            connection.request(method, path, body[:part], head)
        connection.close()
        self.broken_off += 1

    def upload(self, size: int) -> bool:
        """Bring a document that nobody brought before, whole."""
        data = document(size)
        digest = hashlib.sha256(data).hexdigest()
        query = urlencode({"name": f"{digest[:8]}.pdf", "sha256": digest, "unit": str(self.unit)})
        status, body = self.ask("PUT", f"/tai-lieu/tai-len/ca-tep/?{query}", data, "application/pdf")
        if status == 200 and json.loads(body)["stored"]:
            self.stored.add(digest)
        return status == 200


def document(size: int) -> bytes:
    """A PDF of about this size whose content nobody has seen."""
    head = b"%PDF-1.7\n1 0 obj\n<< /Length "
    noise = os.urandom(size // 2).hex().encode()
    return head + str(len(noise)).encode() + b" >>\nstream\n" + noise + b"\nendstream\nendobj\n%%EOF\n"


@dataclass(frozen=True)
class Waits:
    """How long the answers took, in milliseconds."""

    milliseconds: list[float]
    refused: int

    @property
    def middle(self) -> float:
        """The median."""
        return median(self.milliseconds)

    def percentile(self, percent: int) -> float:
        """The time within which so many of a hundred answers came."""
        if len(self.milliseconds) < 2:
            return self.milliseconds[0]
        return quantiles(self.milliseconds, n=100, method="inclusive")[percent - 1]

    def __str__(self) -> str:
        found = " · ".join(f"p{percent} {self.percentile(percent):.0f}" for percent in (50, 95, 99))
        return f"{found} ms, {len(self.milliseconds)} answers, {self.refused} refused"


def together(clerks: Sequence[Clerk], act: Callable[[Clerk], bool], times: int) -> Waits:
    """Let every clerk do the same, all at once, `times` one after the other."""
    ready, waits, refused = Barrier(len(clerks)), list[float](), list[int]()

    def go(clerk: Clerk) -> None:
        ready.wait()
        for _time in range(times):
            began = time.perf_counter()
            done = act(clerk)
            waits.append((time.perf_counter() - began) * 1000)
            if not done:
                refused.append(1)

    threads = [Thread(target=go, args=(clerk,)) for clerk in clerks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Waits(waits, len(refused))


def ratio(one: Waits, other: Waits) -> str:
    """What one costs of the other."""
    return f"{one.middle / other.middle:.2f} (p95 {one.percentile(95) / other.percentile(95):.2f})"


def statuses_of(clerks: Sequence[Clerk]) -> str:
    """How many answers of each kind came; 0: none."""
    counted: Counter[Any] = sum((clerk.statuses for clerk in clerks), Counter())
    return ", ".join(f"{status}: {count}" for status, count in sorted(counted.items()))
