"""The answer of a look-up among agencies: the units meant, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from cchc.core.words.messages import Message


class Confidence(StrEnum):
    """How sure something is: certain, probably right and worth a glance, only a suggestion."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


class Reason(StrEnum):
    """Why an agency was matched to its units, or was not."""

    REMEMBERED = "remembered"
    NAME = "name"
    CODE = "code"
    ALIAS = "alias"
    PARENT = "parent"
    TITLE = "title"
    ABBREVIATION = "abbreviation"
    PLACE = "place"
    UNACCENTED = "unaccented"
    MISREAD = "misread"
    SUCCEEDED = "succeeded"
    ENDED = "ended"
    NOT_YET = "not_yet"
    NOT_AMONG = "not_among"
    GROUP = "group"
    KIND = "kind"
    PART_OF_GROUP = "part_of_group"
    UNSPECIFIED = "unspecified"
    REFERENCE = "reference"
    INSIDE = "inside"
    ELSEWHERE = "elsewhere"
    SEVERAL = "several"
    UNKNOWN = "unknown"


# What files and forms take over besides what is sure: a name without its marks, which is shown again with them.
NAMES_WITHOUT_MARKS = frozenset({Reason.UNACCENTED})


@dataclass(frozen=True, slots=True)
class Match:
    """An agency's wording and the units it means, by their ids; none where nobody but the clerk can say."""

    text: str
    units: tuple[str, ...]
    confidence: Confidence
    reason: Reason
    why: Message

    def unasked(self, besides: Collection[Reason] = ()) -> str | None:
        """The one unit that a door takes over without asking: that of a sure answer, or of one given for a reason of
        `besides`; None when somebody has to choose."""
        taken = self.confidence is Confidence.SURE or self.reason in besides
        return self.units[0] if taken and len(self.units) == 1 else None


def without_leads(cooperating: Iterable[Match], leads: Iterable[Match]) -> tuple[Match, ...]:
    """Cooperating agencies without the unit that leads, where only a group names it among others.

    >>> lead = Match("Sở A", ("a",), Confidence.SURE, Reason.NAME, Message("the same name"))
    >>> others = Match("Các sở", ("a", "b"), Confidence.LIKELY, Reason.KIND, Message("all of this kind"))
    >>> [match.units for match in without_leads([others], [lead])]
    [('b',)]
    """
    leading = {unit for match in leads for unit in match.units}
    return tuple(
        replace(match, units=tuple(unit for unit in match.units if unit not in leading))
        if len(match.units) > 1 and match.reason is not Reason.SEVERAL
        else match
        for match in cooperating
    )
