"""Readers that misbehave, each in its own way: what `cchc.files.sandbox` must put an end to."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from cchc.core.words.messages import Fault, Faults, Message, Place

Progress = Callable[[int, int], None]


def obedient(data: bytes, name: str, *more: object, progress: Progress) -> tuple[object, ...]:
    progress(1, 2)
    progress(2, 2)
    sys.stdout.write("a library says something\n")
    return (data, name, *more)


def full_of_faults(data: bytes, name: str, progress: Progress) -> None:
    long = "x" * 100_000
    fault = Fault(Place(file=name), long, Message("nothing"), Message("{found}", found=long))
    raise Faults([fault] * 2_500)


def greedy(data: bytes, name: str, progress: Progress) -> None:
    kept = []
    while True:
        kept.append(bytearray(5_000_000))


def greedy_in_secret(data: bytes, name: str, progress: Progress) -> int:
    """Takes what it gets, hides that it got no more, and returns how many bytes it was given."""
    kept: list[bytearray] = []
    try:
        while True:
            kept.append(bytearray(5_000_000))
    except MemoryError:
        return sum(map(len, kept))


def computing_for_ever(data: bytes, name: str, progress: Progress) -> None:
    while True:
        pass


def waiting_for_ever(data: bytes, name: str, progress: Progress) -> None:
    progress(os.getpid(), 0)
    while True:
        time.sleep(60)


def falling_dead(data: bytes, name: str, progress: Progress) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def faulty(data: bytes, name: str, progress: Progress) -> None:
    raise KeyError("a mistake of ours")


def talkative(data: bytes, name: str, progress: Progress) -> str:
    return "x" * 101_000_000


def opening_a_connection(data: bytes, name: str, progress: Progress) -> None:
    socket.create_connection(("127.0.0.1", int(data)))


def starting_a_program(data: bytes, name: str, progress: Progress) -> None:
    subprocess.run([sys.executable, "-c", ""], check=True)


def writing_a_file(data: bytes, name: str, progress: Progress) -> None:
    Path(os.fsdecode(data)).write_bytes(b"much")


def environment(data: bytes, name: str, progress: Progress) -> dict[str, str]:
    return dict(os.environ)


class Trap:
    """A value that runs a program when it is unpickled."""

    def __reduce__(self) -> tuple[object, ...]:
        return os.system, ("touch trapped",)


def setting_a_trap(data: bytes, name: str, progress: Progress) -> Trap:
    return Trap()


def watched(data: bytes, name: str, progress: Progress) -> tuple[int, list[str]]:
    """Reads a document and returns how many blocks it has, and every file, connection and program reached for."""
    from cchc.files.documents import read_document

    read_document(data, name)  # what has to be imported is, from now on
    reached: list[str] = []

    def note(event: str, arguments: tuple[object, ...]) -> None:
        if event == "open" or event.startswith(
            ("socket.", "urllib.", "subprocess.", "os.", "shutil.", "ctypes.")
        ):
            reached.append(f"{event} {arguments}")

    sys.addaudithook(note)
    blocks = read_document(data, name).blocks
    return len(blocks), list(reached)
