"""Readers in a process of their own, with an end to its memory and its time, whatever the file does to them.

    text = run(text_of_file, data, "ke-hoach.pdf", progress=note)

The process is a fresh Python that imports the reader and nothing else: the parent's threads, database and environment
stay behind. It keeps to its `Limits`, opens no connection, starts no program and writes into no file. It ends before
`run` returns, and by itself should the parent die. No more than `AT_ONCE` of them read for one parent at a time, so
that what many people hand in at once takes no more memory than that.

What is trusted: the parent; the process loads the reader and its arguments as they were pickled. What is not: the
process once it has touched the file. Of its answer the parent takes only plain values and our own data classes, as
many bytes as the limits allow; whatever else stands in it is refused, never called. Faults come in full as long as
they are few and short: a file that is nothing but faults must not fill the parent either.

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
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, is_dataclass, replace
from enum import Enum
from importlib import import_module
from pathlib import Path
from threading import BoundedSemaphore, Event, Timer
from typing import IO, Any, TypeVar

from cchc.core.words.messages import Fault, Faults, Message, Place

T = TypeVar("T")

AT_ONCE = 3
PATIENCE = 30  # seconds that a reading waits for a free place
MOST_FAULTS = 2_000
LONGEST_FOUND = 500
_HEAD = 8
# PDFium asks our own code for fonts. Where no memory may be written and run (MemoryDenyWriteExecute of the service),
# what it calls is made through a file, which a process that may write none cannot do: so it is made before the limits.
_OF_PDF = "cchc.files.documents.pdfium"
_PROGRAM = "from cchc.files.sandbox import answer; answer()"
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
    """The limits of one reading: bytes of memory, seconds of computing, seconds by the clock, bytes of its answer.

    An answer takes up to ten times its bytes in the memory of the parent.
    """

    memory: int = 1_500_000_000
    computing: int = 300
    clock: int = 600
    answer: int = 50_000_000


LIMITS = Limits()


def run(
    reader: Callable[..., T],
    data: bytes | Path,
    name: str,
    *more: object,
    progress: Callable[[int, int], None] | None = None,
    limits: Limits = LIMITS,
) -> T:
    """Return the result of `reader(data, name, *more, progress=...)`, run in a process of its own; raises its
    `Faults`.

    `reader` is a function of a module; `data`, the bytes or the path of the file, is passed on unchanged, and so is
    every picklable value in `more`. `progress` is called here, in the thread that waits. Raises `Faults` with an
    advice also when a reading reaches a limit, breaks off, or waits too long for its turn.
    """
    with _turn(name):
        kind, value, why = _answered(reader, data, name, more, progress, limits)
    if kind == "result":
        result: T = value
        return result
    if kind == "faults":
        raise Faults(value)
    raise Faults([Fault(Place(file=name), name, _EXPECTED, why)])


_READING = BoundedSemaphore(AT_ONCE)


@contextmanager
def _turn(name: str) -> Iterator[None]:
    """Hold one of the places in which files are read. Raises `Faults` when none becomes free."""
    if not _READING.acquire(timeout=PATIENCE):
        raise Faults([Fault(Place(file=name), name, _EXPECTED, _CROWDED)])
    try:
        yield
    finally:
        _READING.release()


def _answered(
    reader: Callable[..., object],
    data: bytes | Path,
    name: str,
    more: tuple[object, ...],
    progress: Callable[[int, int], None] | None,
    limits: Limits,
) -> tuple[str, Any, Message]:
    """Return the end of a reading: its kind, its result, and the reason when there is no result."""
    # The bytes follow the request instead of being part of it: pickling would copy them.
    content = data if isinstance(data, bytes) else None
    path = None if isinstance(data, bytes) else data
    request = pickle.dumps(limits) + pickle.dumps((reader, path, name, more))
    late = Event()
    command = [sys.executable, "-c", _PROGRAM]
    pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(  # noqa: S603 - our own program, and of the file not a word
        command, stdin=pipe, stdout=pipe, stderr=nothing, env=_environment()
    ) as process:
        timer = Timer(limits.clock, _stop, (process, late))
        try:
            timer.start()
            kind, value = _last_word(process, (request, content or b""), progress, limits.answer)
        finally:
            timer.cancel()
            process.kill()
    why = _why(kind, late.is_set(), process.returncode, limits)
    if kind not in ("result", "faults"):
        level = logging.ERROR if why is _BROKEN else logging.INFO
        _LOG.log(level, "%s: %s [%s] %s", name, why, process.returncode, value or "")
    return kind, value, why


def _environment() -> dict[str, str]:
    """Return the variables that the process needs to find the same modules, and none of the parent's secrets."""
    kept = {key: value for key, value in os.environ.items() if key.upper() == "SYSTEMROOT"}
    return kept | {"PYTHONPATH": os.pathsep.join(entry or os.getcwd() for entry in sys.path)}


def _stop(process: subprocess.Popen[bytes], late: Event) -> None:
    late.set()
    process.kill()


def _last_word(
    process: subprocess.Popen[bytes],
    request: tuple[bytes, ...],
    progress: Callable[[int, int], None] | None,
    most: int,
) -> tuple[str, Any]:
    """Return kind and result of the last message, passing progress on meanwhile; kind "nothing" without a message."""
    if process.stdin is None or process.stdout is None:
        raise ValueError("the process has no pipes")
    with suppress(OSError):  # the process may have ended before it read everything
        for part in request:
            process.stdin.write(part)
    with suppress(OSError):
        process.stdin.close()
    for kind, value in _messages(process.stdout, most):
        if kind != "progress":
            return kind, value
        if progress is not None:
            progress(*value)
    return "nothing", None


def _messages(stream: IO[bytes], most: int) -> Iterator[tuple[str, Any]]:
    """Yield the messages of the process until it ends, or sends one that is too long or malformed."""
    while len(head := stream.read(_HEAD)) == _HEAD:
        length = int.from_bytes(head, "big")
        if length > most or len(body := stream.read(length)) < length:
            return
        try:
            kind, value = _Values(io.BytesIO(body)).load()
        except Exception:  # a malformed pickle may raise any exception
            _LOG.exception("a limited reading sent what is not taken")
            return
        yield kind, value


class _Values(pickle.Unpickler):
    """Unpickles plain values and our own data classes, and refuses everything that could run code."""

    def find_class(self, module: str, name: str) -> Any:
        """Return a class of values, if the parent has imported it already."""
        found = getattr(sys.modules.get(module), name, None)
        if isinstance(found, type) and ((module, name) in _PLAIN or _is_ours(module, found)):
            return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def _is_ours(module: str, found: type) -> bool:
    return module.startswith("cchc.") and (is_dataclass(found) or issubclass(found, Enum | tuple))


def _why(kind: str, late: bool, code: int, limits: Limits) -> Message:
    """Return the reason why there is no result, in words for the person who sent the file."""
    if kind == "memory" or -code in _OUT_OF_MEMORY:
        return Message(
            "Reading the file needs more than {most} megabytes of memory and was stopped: split it, or give the "
            "original instead of a PDF.",
            most=limits.memory // 1_000_000,
        )
    if kind == "large":
        return Message("The file holds more text than is read: split it.")
    if late or -code in (getattr(signal, "SIGXCPU", None), getattr(signal, "SIGALRM", None)):
        return Message(
            "Reading the file takes longer than {most} seconds and was stopped: split it, or give the original "
            "instead of a PDF.",
            most=limits.clock if late else limits.computing,
        )
    return _BROKEN


# the signals by which a library written in C++ ends where it gets no more memory
_OUT_OF_MEMORY = frozenset((signal.SIGABRT, getattr(signal, "SIGTRAP", None), signal.SIGILL))
_EXPECTED = Message("a file that can be read within the limits")
_CROWDED = Message("Many files are being read just now: try again in a minute.")
_BROKEN = Message(
    "Reading the file broke off: save it again in the program it comes from, or give it in another format."
)


# --- the process -------------------------------------------------------------------------------------------


def answer() -> None:
    """Run the reader in the process: take the request from standard input, keep to its limits, answer on standard
    output."""
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # the output of libraries is dropped

    def told(done: int, total: int) -> None:
        out.write(_framed(_body("progress", (done, total))))
        out.flush()

    no_memory = _body("memory", None)  # when it is needed there is none to make it
    try:
        limits = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent
        reader, path, name, more = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by the parent
        if name.lower().endswith(".pdf"):
            import_module(_OF_PDF)
        _keep_to(limits)
        data = sys.stdin.buffer.read() if path is None else path
        last = _body("result", reader(data, name, *more, progress=told))
    except Faults as refused:
        last = _body("faults", _told(refused.faults))
    except MemoryError:
        last = no_memory
    except Exception:
        last = _body("broken", traceback.format_exc(limit=-20))
    out.write(_framed(last if len(last) <= limits.answer else _body("large", None)))
    out.flush()


def _body(kind: str, value: object) -> bytes:
    return pickle.dumps((kind, value))


def _framed(body: bytes) -> bytes:
    """Return a message with its length before it."""
    return len(body).to_bytes(_HEAD, "big") + body


def _told(faults: Sequence[Fault]) -> list[Fault]:
    """Return the faults as the parent accepts them: shortened texts, and after very many faults the number of the
    others."""
    told = [
        replace(fault, found=_short(fault.found), why=_in_short(fault.why)) for fault in faults[:MOST_FAULTS]
    ]
    if len(faults) > MOST_FAULTS:
        why = Message(
            "{count} more faults are not listed: mend these and bring the file again.",
            count=len(faults) - MOST_FAULTS,
        )
        told.append(Fault(Place(file=faults[0].place.file), str(len(faults)), _EXPECTED, why))
    return told


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_FOUND else text[:LONGEST_FOUND] + "…"


def _in_short(message: Message) -> Message:
    """Return a message whose gaps hold no long texts."""
    gaps = {name: _short(value) if isinstance(value, str) else value for name, value in message.gaps}
    return Message(message.text, **gaps)


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
            # One more than the soft limit, whose signal names the reached limit; the hard limit only kills.
            hard = most + 1 if hard == resource.RLIM_INFINITY else min(most + 1, hard)
            with suppress(OSError, ValueError):  # some systems know a limit without enforcing it
                resource.setrlimit(what, (min(most, hard), hard))
        signal.alarm(limits.clock)
    sys.addaudithook(_refuse_to_leave)


def _refuse_to_leave(event: str, _: object) -> None:
    if event.startswith(_OUTSIDE):
        raise PermissionError(event)
