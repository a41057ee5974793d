"""The events of this room, answered by the rooms above it in the transaction of the change; and what it asks them."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from cchc.access.actor import Actor
from cchc.access.events import event, question
from cchc.access.permissions import Permission
from cchc.core.scoring.criteria.feeding import FedFigure, FedInput
from cchc.cycles.models import ApplicabilityRequest, Cycle, CycleSet, Participant

Cell = tuple[int, str]  # the id of a participant, and the number of a leaf


@event
def participation_changed(*, cycle: Cycle) -> None:
    """The participants of `cycle`, their peer groups or their exemptions have changed."""


@event
def cycle_opened(*, by: Actor, cycle: Cycle) -> None:
    """`cycle` runs from now on: what its round needs may be made."""


@event
def cycle_closing(*, by: Actor, cycle: Cycle) -> None:
    """`cycle`, which still runs, is about to be closed in this act: what waits to be worked out is worked out now."""


@event
def phase_locked(*, cycle: Cycle, kind: str, participants: Collection[Participant]) -> None:
    """The phase `kind` has locked for these `participants` of `cycle`, and nothing that was typed in time can arrive
    any more: what they have not finished freezes as it stands. Told once for each unit and lock, by the clock."""


@event
def phase_unlocked(*, by: Actor, cycle: Cycle, kind: str, participants: Collection[Participant]) -> None:
    """The phase `kind`, which was locked, is open again for these `participants`: what only the lock froze is theirs
    again. What they had finished stays finished."""


@event
def phase_reopened(*, by: Actor, participant: Participant, kind: str, reason: str) -> None:
    """The phase `kind` is opened again for `participant`, for a reason: what was finished in it, and what was built on
    that, is to be opened again."""


@dataclass(frozen=True, slots=True)
class Built:
    """Something that a unit finished in a phase, or that others built on it, by its printed name."""

    what: str


@question(Built)
def built_on(*, participant: Participant, kind: str) -> None:
    """What has `participant` finished in the phase `kind`, and what was built on that, the first thing first?"""


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that a participant has not finished in a phase, in a few words: what, and how far it is."""

    participant: int
    what: str


@question(OpenTask)
def open_tasks(*, cycle: Cycle, kind: str) -> None:
    """Which participants of `cycle` have something unfinished in the phase `kind`, and what is it?"""


@event
def holidays_changed() -> None:
    """The table of holidays has changed."""


@dataclass(frozen=True, slots=True)
class UnscoredUnit:
    """A participant without an index, by its printed name, and how many of its leaves are not scored."""

    name: str
    leaves: int


@question(UnscoredUnit)
def unscored_units(*, cycle: Cycle) -> None:
    """Which participants of `cycle` have no index, because something of theirs is not scored?"""


@dataclass(frozen=True, slots=True)
class ScoredUnit:
    """A participant that has scores, by its printed name."""

    name: str


@question(ScoredUnit)
def scored_units(*, cycle_set: CycleSet, survey: bool) -> None:
    """Which participants of `cycle_set` have anything scored in its survey leaves, or (`survey` is false) in the
    others, whichever way it came?"""


@dataclass(frozen=True, slots=True)
class WaitingChange:
    """A change of scores that waits for a second person: the printed name of the unit, and who asks for it."""

    unit: str
    who: str


@question(WaitingChange)
def waiting_changes(*, cycle: Cycle) -> None:
    """Which changes of scores of `cycle` wait for a second person?"""


@dataclass(frozen=True, slots=True)
class ScoredCell:
    """A cell with a score: the participant's id and printed name, the leaf, and its points (None: not computable)."""

    participant: int
    unit: str
    leaf: str
    points: Fraction | None


@question(ScoredCell)
def scored_cells(*, cycle: Cycle, cells: Collection[Cell]) -> None:
    """Which of these `cells` of `cycle` have a score, whether or not they apply?"""


@dataclass(frozen=True, slots=True)
class IndexMove:
    """A participant whose index or rank another applicability changes: both before and after, None without one."""

    unit: str
    before: Fraction | None
    after: Fraction | None
    rank_before: int | None
    rank_after: int | None


@question(IndexMove)
def index_moves(*, cycle: Cycle, off: Collection[Cell], on: Collection[Cell]) -> None:
    """Which participants get another index or rank when the cells `off` no longer apply, and those `on` apply again?"""


@dataclass(frozen=True, slots=True)
class NearUnit:
    """A participant that stands near to a person, by its printed name, and who may act on it instead, each with the
    unit."""

    name: str
    others: tuple[str, ...]


@question(NearUnit)
def near_units(*, by: Actor, cycle: Cycle, participants: Collection[int], instead: Permission) -> None:
    """Which of these `participants` of `cycle` may `by` not touch alone, in whatever changes their points or rank, and
    who of those with the permission `instead` may?"""


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A participant, by its id, whose sheet is handed in: its self-scoring is not its own any more."""

    participant: int


@question(HandedIn)
def handed_in(*, participants: Collection[int]) -> None:
    """Which of these `participants` have handed in their sheets?"""


@dataclass(frozen=True, slots=True)
class RequestOpinion:
    """What the appraisal says about a request, by its id, for whoever decides: whether it should be granted, why, who
    says so, and when."""

    request: int
    grants: bool
    text: str
    who: str
    at: datetime


@question(RequestOpinion)
def request_opinions(*, by: Actor, requests: Collection[ApplicabilityRequest]) -> None:
    """What does the appraisal say about these `requests` of one cycle, as far as `by` may know?"""


@event
def not_applicable_asked(*, by: Actor, asked: ApplicabilityRequest) -> None:
    """A unit asked that a leaf shall not apply to it."""


@question(FedFigure)
def fed_figures(*, year: int, inputs: Collection[FedInput]) -> None:
    """What have the sources for these `inputs` of participants of a cycle of `year`? An input without a figure gets no
    answer.

    Each room answers for the inputs whose source is its own, with a constant number of queries.
    """


@dataclass(frozen=True, slots=True)
class UnsentStage:
    """A stage of a participant, by its id, whose scores were not sent to the unit."""

    participant: int
    stage: str


@question(UnsentStage)
def unsent_stages(*, cycle: Cycle) -> None:
    """Which stages of which participants of `cycle` hold, or may come to hold, what was not sent to the unit?"""


@dataclass(frozen=True, slots=True)
class LeftBeforeFinal:
    """Something that is left before points are final: what, in a sentence with its number, and where by name."""

    sentence: str
    names: tuple[str, ...] = ()


@question(LeftBeforeFinal)
def left_before_final(*, by: Actor, cycle: Cycle) -> None:
    """What is left before the points that the round gives in `cycle` are final, as far as `by` may know? Nothing once
    they are, and where no set is scored by the round."""
