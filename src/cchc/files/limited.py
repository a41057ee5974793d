"""Readers in a process of their own, with an end to its memory and its time, whatever the file does to them.

    text = run(text_of_file, data, "ke-hoach.pdf", progress=note)

The process is a fresh Python that imports the reader and nothing else: the parent's threads, database and environment
stay behind. It keeps to its `Limits`, opens no connection, starts no program and writes into no file. It ends before
`run` returns, and by itself should the parent die.

What is trusted: the parent; the process loads the reader and its arguments as they were pickled. What is not: the
process once it has touched the file. Of its answer the parent takes only plain values and our own data classes, at
most `MOST_ANSWER` bytes; whatever else stands in it is refused, never called.

Where the system has no such limits (Windows), only the clock ends a reading.
"""

from __future__ import annotations

import io
import logging
import os
import pickle
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, is_dataclass
from enum import Enum
from pathlib import Path
from threading import Event, Timer
from typing import IO, Any, TypeVar

from cchc.core.messages import Fault, Faults, Message, Place

T = TypeVar("T")

MOST_ANSWER = 100_000_000
_HEAD = 8
_PROGRAM = "from cchc.files.limited import answer; answer()"
_LOG = logging.getLogger(__name__)
_PLAIN = frozenset(
    (
        ("builtins", "set"),
        ("builtins", "frozenset"),
        ("datetime", "date"),
        ("datetime", "datetime"),
        ("datetime", "time"),
        ("fractions", "Fraction"),
    )
)
_OUTSIDE = ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.startfile", "os.system")


@dataclass(frozen=True, slots=True)
class Limits:
    """What one reading may take: bytes of memory, seconds of computing, seconds by the clock."""

    memory: int = 1_500_000_000
    computing: int = 300
    clock: int = 600


LIMITS = Limits()


def run(
    reader: Callable[..., T],
    data: bytes | Path,
    name: str,
    *more: object,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits = LIMITS,
) -> T:
    """What `reader(data, name, *more, progress=...)` returns, or raises as `Faults`, in a process of its own.

    `reader` is a function of a module; `data`, the bytes or the path of the file, goes to it as it is, and so does
    whatever `more` can be pickled. `progress` is called here, in the thread that waits. A reading that reaches a
    limit or breaks off raises `Faults` that say so and what to do.
    """
    request = pickle.dumps(limits) + pickle.dumps((reader, data, name, more))
    late = Event()
    command = [sys.executable, "-c", _PROGRAM]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own program, and of the file not a word
        command, stdin=pipe, stdout=pipe, stderr=nothing, env=_environment()
    ) as process:
        timer = Timer(limits.clock, _stop, (process, late))
        try:
            timer.start()
            kind, value = _last_word(process, request, progress)
        finally:
            timer.cancel()
            process.kill()
    if kind == "result":
        result: T = value
        return result
    if kind == "faults":
        raise Faults(value)
    why = _why(kind, late.is_set(), process.returncode, limits)
    level = logging.ERROR if why is _BROKEN else logging.INFO
    _LOG.log(level, "%s: %s [%s] %s", name, why, process.returncode, value or "")
    raise Faults([Fault(Place(file=name), name, _EXPECTED, why)])


def _environment() -> dict[str, str]:
    """What the process needs to find the same modules, and none of the parent's secrets."""
    kept = {key: value for key, value in os.environ.items() if key.upper() == "SYSTEMROOT"}
    return kept | {"PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _last_word(
    process: subprocess.Popen[bytes], request: bytes, progress: Callable[[int, int], None] | None
) -> tuple[str, Any]:
    """How the reading ended and with what, its progress told on the way; "nothing" when it ended without a word."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    with suppress(OSError):  # it may have ended before it read everything
        process.stdin.write(request)
    with suppress(OSError):
        process.stdin.close()
    for kind, value in _messages(process.stdout):
        if kind != "progress":
            return kind, value
        if progress is not None:
            progress(*value)
    return "nothing", None


def _messages(stream: IO[bytes]) -> Iterator[tuple[str, Any]]:
    """The messages of the process until it ends, or sends what is too long or no message of ours."""
    while len(head := stream.read(_HEAD)) == _HEAD:
        length = int.from_bytes(head, "big")
        if length > MOST_ANSWER or len(body := stream.read(length)) < length:
            return
        try:
            kind, value = _Values(io.BytesIO(body)).load()
        except Exception:  # a pickle that is none raises whatever it leads to
            _LOG.exception("a limited reading sent what is not taken")
            return
        yield kind, value


class _Values(pickle.Unpickler):
    """Loads plain values and our own data classes, and refuses whatever could do something."""

    def find_class(self, module: str, name: str) -> Any:
        """A class of values, if the parent knows it already."""
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and ((module, name) in _PLAIN or _is_ours(module, found)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_ours(module: str, found: type) -> bool:
    return module.startswith("cchc.") and (is_dataclass(found) or issubclass(found, Enum | tuple))


def _why(kind: str, late: bool, code: int, limits: Limits) -> Message:
    """Why there is no result, in words for the person who gave the file."""
    if kind == "memory":
        return Message(
            "Reading the file needs more than {most} megabytes of memory and was stopped: give the Word file, or "
            "split it.",
            most=limits.memory // 1_000_000,
        )
    if kind == "large":
        return Message("The file holds more text than is read: split it.")
    if late or -code in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGALRM", None)):
        return Message(
            "Reading the file takes longer than {most} seconds and was stopped: give the Word file, or split it.",
            most=limits.clock if late else limits.computing,
        )
    return _BROKEN


_EXPECTED = Message("a file that can be read within the limits")
_BROKEN = Message(
    "Reading the file broke off: save it again in the program it comes from, or give it in another format."
)


# --- the process -------------------------------------------------------------------------------------------


def answer() -> None:
    """The other end: take the request from standard input, keep to its limits, read, answer on standard output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints goes nowhere

    def told(done: int, total: int) -> None:
        out.write(_framed("progress", (done, total)))
        out.flush()

    no_memory = _framed("memory", None)  # when it is needed there is none to make it
    try:
        _keep_to(pickle.load(sys.stdin.buffer))  # noqa: S301 - written by the parent
        reader, data, name, more = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent
        last = _framed("result", reader(data, name, *more, progress=told))
    except Faults as refused:
        last = _framed("faults", refused.faults)
    except MemoryError:
        last = no_memory
    except Exception:
        last = _framed("broken", traceback.format_exc(limit=-20))
    out.write(last)
    out.flush()


def _framed(kind: str, value: object) -> bytes:
    """A message with its length before it."""
    body = pickle.dumps((kind, value))
    if len(body) > MOST_ANSWER:
        body = pickle.dumps(("large", None))
    return len(body).to_bytes(_HEAD, "big") + body


def _keep_to(limits: Limits) -> None:
    """Give this process its limits, for good."""
    if sys.platform != "win32":
        import resource

        for what, most in (
            (resource.RLIMIT_AS, limits.memory),
            (resource.RLIMIT_CPU, limits.computing),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_CORE, 0),
        ):
            hard = resource.getrlimit(what)[1]
            # One more than the soft limit, which says by its signal what was reached; the hard one only kills.
            hard = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
            with suppress(OSError, ValueError):  # a system may know a limit and not keep it
                resource.setrlimit(what, (min(most, hard), hard))
        signal.alarm(limits.clock)
    sys.addaudithook(_refuse_to_leave)


def _refuse_to_leave(event: str, _: object) -> None:
    if event.startswith(_OUTSIDE):
        raise PermissionError(event)
