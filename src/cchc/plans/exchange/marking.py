"""The file of a checked plan as it goes back: with remarks in its margin, or what was found as a list beside it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from pathlib import Path

from cchc.core.plans.plan import Finding
from cchc.files.remarks import REMARKED_FILE, RemarkAuthor
from cchc.plans.exchange.findings_list import findings_list
from cchc.plans.exchange.red_pen import INITIALS, PLATFORM, CheckedFile, is_remarked, remarks_on
from cchc.texts.speaking import speaker


def with_findings(
    data: bytes | Path,
    name: str,
    findings: Sequence[Finding],
    checked: CheckedFile,
    at: datetime.datetime,
) -> bytes:
    """Return the file `name` with `findings` in its margin, where it is of Word or Excel; of all other kinds a list of
    them in Word. What it says is Vietnamese, whoever asks; `at` is the moment of the check. Raises `Faults`."""
    say = speaker("plans", "units", language_code="vi")
    if not is_remarked(name):
        return findings_list(findings, checked, name, at.date(), say)
    author = RemarkAuthor(say(PLATFORM), INITIALS, at)
    return REMARKED_FILE.read(data, name, remarks_on(findings, checked, say), author)
