"""The recent acts in the log."""

from __future__ import annotations

from dataclasses import dataclass

from cchc.access.actor import Actor
from cchc.audit.queries import entries, sentence

MOST_RECENT = 8


@dataclass(frozen=True, slots=True)
class RecentEntry:
    """An entry of the log for the desk."""

    at: object
    person: str
    sentence: str


def recent_entries(actor: Actor) -> list[RecentEntry]:
    """Return the latest entries of the log, for people who may read it."""
    return [RecentEntry(entry.at, entry.person, sentence(entry)) for entry in entries(actor)[:MOST_RECENT]]
