"""Plans as they are followed: records and what was said of them, and what happens to the plan beside."""

from cchc.following.models.course import (
    Amendment,
    AwaitedEvent,
    CalendarAddress,
    EventOccurrence,
    PlanEnding,
    PlanEvent,
    PlanLink,
    RemainingMeasure,
    TargetReport,
    UndoneAmendment,
)
from cchc.following.models.frames import FrameState, FrameVersion
from cchc.following.models.records import (
    Baseline,
    CooperationNote,
    FollowedPlan,
    ProgressDecision,
    ProgressRecord,
    ProgressReport,
    ReportedProduct,
    Through,
)
from cchc.following.models.rounds import (
    ArchivedReport,
    FrozenReport,
    PartDraft,
    PartReturn,
    ReportPart,
    ReportRound,
)

__all__ = [
    "Amendment",
    "ArchivedReport",
    "AwaitedEvent",
    "Baseline",
    "CalendarAddress",
    "CooperationNote",
    "EventOccurrence",
    "FollowedPlan",
    "FrameState",
    "FrameVersion",
    "FrozenReport",
    "PartDraft",
    "PartReturn",
    "PlanEnding",
    "PlanEvent",
    "PlanLink",
    "ProgressDecision",
    "ProgressRecord",
    "ProgressReport",
    "RemainingMeasure",
    "ReportPart",
    "ReportRound",
    "ReportedProduct",
    "TargetReport",
    "Through",
    "UndoneAmendment",
]
