"""Running several commands as one: they begin and end together, and some are started again after they died."""

from __future__ import annotations

import logging
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

LOOK = 0.2  # seconds between two looks at the commands
SHORTEST_PAUSE, LONGEST_PAUSE = 1, 60  # seconds before a command that has died is started again
LASTED = 60  # seconds, after which the next pause is a short one again

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Child:
    """A command as a process, or waiting to become one again at the monotonic time `next`."""

    command: Sequence[str]
    revived: bool
    process: subprocess.Popen[bytes] | None = None
    began: float = 0
    next: float = 0
    pause: float = field(default=SHORTEST_PAUSE)

    def begin(self) -> None:
        """Start the command in a session of its own, so that Ctrl+C reaches only this process, which passes it on
        once."""
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own commands
        self.began = time.monotonic()

    def has_ended(self) -> bool:
        """Whether the command ran and no longer runs."""
        return self.process is not None and self.process.poll() is not None

    def mourn(self) -> None:
        """Schedule the next start: at once at first, later and later when the command dies repeatedly."""
        lasted = time.monotonic() - self.began
        self.pause = SHORTEST_PAUSE if lasted > LASTED else min(self.pause * 2, LONGEST_PAUSE)
        code = self.process.returncode if self.process else 0
        verb = next(word for word in reversed(self.command) if not word.startswith("-"))
        logger.warning("%s ended (%d); another begins in %d seconds", verb, code, self.pause)
        self.process, self.next = None, time.monotonic() + self.pause


def run_together(commands: Sequence[Sequence[str]], revived: Sequence[Sequence[str]] = ()) -> int:
    """Run `commands` and `revived` until one of `commands` ends or this process gets a signal; then end the others
    and wait.

    A command of `revived` that ends by itself is started again. Returns the first exit code other than 0; 128 + n is
    death by signal n. On the first signal this process passes on SIGTERM, on a second one SIGINT.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, frame: told.append(number))
    children = [Child(command, False) for command in commands] + [Child(command, True) for command in revived]
    for child in children:
        child.begin()
    codes: list[int] = []
    passed_on = 0
    while children:
        ending = bool(told or codes)
        for child in children:
            if child.has_ended() and child.revived and not ending:
                child.mourn()
            elif child.process is None and not ending and time.monotonic() >= child.next:
                child.begin()
        ended = [child for child in children if child.has_ended() or (child.process is None and ending)]
        codes += [child.process.returncode for child in ended if child.process is not None]
        children = [child for child in children if child not in ended]
        if passed_on < max(len(told), bool(codes)):
            for child in children:
                if child.process is not None:
                    child.process.send_signal(signal.SIGINT if passed_on else signal.SIGTERM)
            passed_on += 1
        time.sleep(LOOK)
    return next((code if code > 0 else 128 - code for code in codes if code), 0)
