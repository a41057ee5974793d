"""Running several commands as one: they begin together and end together."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence

LOOK = 0.2  # seconds between two looks at the commands


def run_together(commands: Sequence[Sequence[str]]) -> int:
    """Run `commands` until one of them ends or this process is told to end; then tell the others to end, and wait
    for them. Returns the exit code of the first that ended with another than 0; 128 + n is death by signal n.

    Each command is a session of its own, so that Ctrl+C reaches only this process, which passes it on once, as
    SIGTERM. Told again, it passes on SIGINT: hurry.
    """
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, lambda number, frame: told.append(number))
    running = [
        subprocess.Popen(command, start_new_session=True)  # noqa: S603 - our own commands, no shell
        for command in commands
    ]
    codes: list[int] = []
    passed_on = 0
    while running:
        codes += [child.returncode for child in running if child.poll() is not None]
        running = [child for child in running if child.returncode is None]
        if passed_on < max(len(told), bool(codes)):
            for child in running:
                child.send_signal(signal.SIGINT if passed_on else signal.SIGTERM)
            passed_on += 1
        time.sleep(LOOK)
    return next((code if code > 0 else 128 - code for code in codes if code), 0)
