"""Time stamps of the head of the chain by an authority (RFC 3161), each a file that anybody can check.

The program `openssl` makes the request and checks the answer, so that a doubter can repeat the check with the same
arguments. A file is named after the head that it stamps.
"""

from __future__ import annotations

import logging
import os
import re
import subprocess
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings

from cchc.audit.chain import ChainHead, current_head, head_from

logger = logging.getLogger(__name__)

DAY = 24 * 60 * 60
PATIENCE = 20  # seconds
MOST_BYTES = 100_000  # of an answer
_WHEN = re.compile(r"^Time stamp: (.+) GMT$", re.MULTILINE)


class NotStamped(Exception):
    """Raised when the authority gave no valid stamp; carries the reason."""


def stamp_when_due() -> None:
    """Have the head of the chain stamped, once a day; without the setting TIME_STAMP_URL nothing is sent.

    A failure is written to the service's log and the request repeated an hour later.
    """
    now = current_head()
    if not settings.TIME_STAMP_URL or now is None or _path(now).exists() or _stamped_within(DAY):
        return
    try:
        stamp(now)
    except NotStamped as error:
        logger.warning("The head of the log has no time stamp: %s", error)


def stamp(now: ChainHead) -> Path:
    """Have the head `now` stamped; returns the file. Raises `NotStamped`, and no file is kept."""
    _path(now).parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=settings.VAR) as folder:
        query, answer = Path(folder, "query"), Path(folder, "answer")
        _openssl("-query", "-digest", now.digest, "-sha256", "-cert", "-out", str(query))
        answer.write_bytes(_answered(query.read_bytes()))
        _check(answer, "-queryfile", str(query))
        os.replace(answer, _path(now))
    return _path(now)


def stamped_heads() -> Iterator[tuple[ChainHead, str]]:
    """Yield every stamped head with the reason why its stamp does not hold; empty where it does."""
    for path in sorted(settings.TIME_STAMPS.glob("*.tsr")):
        try:
            one = head_from(path.stem.replace("-", ":"))
            _check(path, "-digest", one.digest)
        except ValueError:
            logger.warning("%s is not named after a head", path)
        except NotStamped as error:
            yield one, str(error)
        else:
            yield one, ""


def _path(one: ChainHead) -> Path:
    return Path(settings.TIME_STAMPS) / f"{one.count}-{one.digest}.tsr"


def _stamped_within(seconds: int) -> bool:
    files = [path.stat().st_mtime for path in Path(settings.TIME_STAMPS).glob("*.tsr")]
    return bool(files) and time.time() - max(files) < seconds


def _answered(query: bytes) -> bytes:
    """Return the answer of the authority."""
    kind = {"Content-Type": "application/timestamp-query"}
    request = Request(settings.TIME_STAMP_URL, data=query, headers=kind)  # noqa: S310 - of the administrator
    try:
        with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 - of the administrator
            said: bytes = answer.read(MOST_BYTES)
    except (URLError, TimeoutError, ValueError) as error:
        raise NotStamped(str(error)) from error
    return said


def _check(answer: Path, *asked: str) -> None:
    """Return when `answer` stamps the requested head and is signed by the authority, whose certificate was valid
    then.

    Raises `NotStamped` otherwise.
    """
    when = _WHEN.search(_openssl("-reply", "-in", str(answer), "-text"))
    if when is None:
        raise NotStamped("no time in the answer")
    read = datetime.strptime(re.sub(r"\.\d+", "", when[1]), "%b %d %H:%M:%S %Y").replace(tzinfo=UTC)
    at = str(int(read.timestamp()))
    _openssl("-verify", *asked, "-in", str(answer), "-CAfile", settings.TIME_STAMP_CA, "-attime", at)


def _openssl(*words: str) -> str:
    """Return the output of `openssl ts`. Raises `NotStamped` with its error message."""
    try:
        done = subprocess.run(  # noqa: S603 - our own words, no shell
            ["openssl", "ts", *words],  # noqa: S607 - where the system has it
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotStamped(str(error)) from error
    if done.returncode:
        raise NotStamped(" ".join((done.stderr or done.stdout).split())[-300:])
    return done.stdout
