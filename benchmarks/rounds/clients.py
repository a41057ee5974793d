"""Browsers without a window: what they send, how long they waited, what they were told is saved."""

from __future__ import annotations

import hashlib
import json
import os
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPConnection, HTTPException
from statistics import median, quantiles
from threading import Barrier, Thread
from typing import Any, TypeVar
from urllib.parse import urlencode

TOKEN = "a" * 64
ANSWER = 120  # seconds that a browser waits
BREAKS = ("save half sent", "save not waited for", "upload half sent", "upload not waited for")


@dataclass
class Person:
    """Somebody at one browser; `statuses` counts the answers, 0 those that never came."""

    port: int
    session: str
    statuses: Counter[int] = field(default_factory=Counter, kw_only=True)

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

    def insert(self) -> bool:
        """Send the page that does no more than one INSERT."""
        return self.post("/do/ghi/", {"value": "1", "version": "1", "age": "0", "field": "x"})[0] == 200

    def read_empty(self) -> bool:
        """Open a page with nothing in it."""
        return self.ask("GET", "/do/trong/")[0] == 200


P = TypeVar("P", bound=Person)


@dataclass
class Clerk(Person):
    """One clerk, who types into the leaves `own` of the sheet of the own unit.

    `kept` is what stands in a leaf by what the platform said: the text and its version; `saved` counts what it said is
    saved, `stored` are the hashes of files, `open` the leaves of which an answer never came, `broken_off` how often the
    clerk went away in the middle.
    """

    unit: int
    year: int
    own: Sequence[str]
    kept: dict[str, tuple[str, int]] = field(default_factory=dict)
    saved: int = 0
    stored: set[str] = field(default_factory=set)
    open: set[str] = field(default_factory=set)
    turn: int = 0
    broken_off: int = 0

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

    def read(self) -> bool:
        """Open the own sheet."""
        return self.ask("GET", self.sheet)[0] == 200

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


@dataclass
class Appraiser(Person):
    """One appraiser, who corrects the figures of the leaves `own` in unit after unit; `kept` is what was given by what
    the platform said, by unit and leaf: the figure and the version."""

    year: int
    cycle_set: int
    units: Sequence[int]
    own: Sequence[str]
    kept: dict[tuple[int, str], tuple[str, int]] = field(default_factory=dict)
    saved: int = 0
    turn: int = 0

    def _save(self, turn: int) -> bool:
        """Correct the figure of a cell; whether it was acknowledged."""
        unit, leaf = self.units[turn % len(self.units)], self.own[turn // len(self.units) % len(self.own)]
        times = self.kept.get((unit, leaf), ("", 0))[1]
        value = str(1 + times % 8)  # never what the unit says, which is nine of ten
        sent = {"figure-done": value, "figure-total": "10", "reason-late": "on", "version": str(times)}
        status, body = self.post(f"/tham-dinh/{self.year}/{unit}/muc/{leaf}/luu/", sent | {"do": "save"})
        if status == 200 and json.loads(body)["version"] == times + 1:
            self.kept[unit, leaf] = (value, times + 1)
            self.saved += 1
        return status == 200

    def save(self) -> bool:
        """Appraise the next unit, or the next leaf when it was the last; whether it was acknowledged."""
        self.turn += 1
        return self._save(self.turn - 1)

    def correct(self) -> bool:
        """Think again of what was appraised last; whether it was acknowledged."""
        return self._save(max(self.turn - 1, 0))

    def read_criterion(self) -> bool:
        """Open the first own leaf across all units."""
        return self.ask("GET", f"/tham-dinh/{self.year}/tieu-chi/{self.cycle_set}/{self.own[0]}/")[0] == 200

    def read_unit(self) -> bool:
        """Open the unit that is appraised now, down all leaves."""
        unit = self.units[self.turn % len(self.units)]
        return self.ask("GET", f"/tham-dinh/{self.year}/{unit}/")[0] == 200


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


def together(people: Sequence[P], act: Callable[[P], bool], times: int) -> Waits:
    """Let everybody do the same, all at once, `times` one after the other."""
    ready, found = Barrier(len(people)), Found()

    def go(one: P) -> None:
        ready.wait()
        for _time in range(times):
            found.measure(one, act)

    in_threads([partial(go, one) for one in people])
    return found.waits


def at_work(
    people: Sequence[P],
    choose: Callable[[P, random.Random], Callable[[P], bool]],
    *,
    seconds: float,
    pause: float,
) -> Waits:
    """Let everybody do one act after the other for `seconds`, as `choose` draws it, pausing up to `pause` seconds
    between two; the draws are the same in every run."""
    until, found = time.monotonic() + seconds, Found()

    def go(one: P, number: int) -> None:
        chance = random.Random(number)
        time.sleep(chance.uniform(0, pause))
        while time.monotonic() < until:
            found.measure(one, choose(one, chance))
            time.sleep(chance.uniform(0, pause))

    in_threads([partial(go, one, number) for number, one in enumerate(people)])
    return found.waits


class Found:
    """What many threads measure."""

    def __init__(self) -> None:
        self._milliseconds, self._refused = list[float](), list[int]()

    def measure(self, one: P, act: Callable[[P], bool]) -> None:
        """Let somebody do something, and note how long the answer took and whether it refused."""
        began = time.perf_counter()
        done = act(one)
        self._milliseconds.append((time.perf_counter() - began) * 1000)
        if not done:
            self._refused.append(1)

    @property
    def waits(self) -> Waits:
        """All of it."""
        return Waits(self._milliseconds, len(self._refused))


def in_threads(works: Sequence[Callable[[], None]]) -> None:
    """Do all of them at once; returns when each has ended."""
    threads = [Thread(target=work) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def ratio(one: Waits, other: Waits) -> str:
    """What one costs of the other."""
    return f"{one.middle / other.middle:.2f} (p95 {one.percentile(95) / other.percentile(95):.2f})"


def statuses_of(people: Sequence[Person]) -> str:
    """How many answers of each kind came; 0: none."""
    counted: Counter[Any] = sum((one.statuses for one in people), Counter())
    return ", ".join(f"{status}: {count}" for status, count in sorted(counted.items()))
