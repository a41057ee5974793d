"""The thread of a leaf: what was said and given for it, stage by stage, as one column that every page shows alike."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from cchc.scores.models import Stage
from cchc.scores.queries.stages import PLACES


class ThreadKind(StrEnum):
    """What an entry of a thread is."""

    SELF_SCORE = "self_score"
    QUESTION = "question"
    ANSWER = "answer"
    APPRAISAL = "appraisal"
    ACCEPTED = "accepted"
    EXPLAINED = "explained"
    SURVEYED = "surveyed"
    DECIDED = "decided"
    ASKED_OFF = "asked_off"
    ADVICE = "advice"
    RULING = "ruling"
    APPEAL = "appeal"


@dataclass(frozen=True, slots=True)
class ThreadDocument:
    """A document of an entry: its words with the place in it, and where it is read."""

    text: str
    href: str


@dataclass(frozen=True, slots=True)
class ThreadEntry:
    """What was said or given for a leaf at one moment: by `who`, a unit or an agency as it prints, never a person who
    appraises. `points` are those that it gives, None where it gives none; `reasons` say in words why points are taken.
    """

    stage: Stage
    at: datetime
    who: str
    kind: ThreadKind
    points: Fraction | None = None
    text: str = ""
    reasons: tuple[str, ...] = ()
    evidence: tuple[ThreadDocument, ...] = ()

    @property
    def order(self) -> tuple[int, datetime]:
        """Where it stands in its thread: by stage, and then by time."""
        return PLACES[self.stage], self.at
