"""What this room asks the rooms above it, and what follows from it: by which template letters are made."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.access.events import question
from cchc.following.exchange.urging import standard_urging_letter


@dataclass(frozen=True, slots=True)
class BroughtTemplate:
    """A template that an office brought for the letter that urges late units: the bytes of the Word file."""

    data: bytes


@question(BroughtTemplate)
def urging_template() -> None:
    """Which template did an office bring in place of the standard one?"""


def urging_template_now() -> bytes:
    """Return the template of the letter that stands: the one that an office brought, else the standard one. Raises
    `FileMissing`."""
    brought = urging_template()
    return brought[0].data if brought else standard_urging_letter()
