"""What a unit says to its result, leaf by leaf, before it hands it in and as it is handed in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cchc.appraisal.models import AppraisalResult, Justification, JustificationEvidence, UnitAppraisal
from cchc.appraisal.queries.explained import evidence_of, standing_submissions
from cchc.appraisal.queries.outcome import SentLeaf, leaves_in, standing_result
from cchc.scores.models import Stage
from cchc.self_scoring.queries.submissions import content_hash, evidence_content

FORM = 1  # of the content: another form gets another number, old contents stay as they are
Kind = Justification.Kind


@dataclass(frozen=True, slots=True)
class JustifiedLeaf:
    """A leaf that a result lowered, with what the unit says to it: `row` is None before it says anything."""

    leaf: SentLeaf
    row: Justification | None
    evidence: tuple[JustificationEvidence, ...]

    @property
    def kind(self) -> str:
        """What the unit says to it; empty while it is not answered, which counts as accepted."""
        return self.row.kind if self.row is not None else ""

    @property
    def is_explained(self) -> bool:
        """Whether the unit explains it, so that it is appraised again."""
        return self.kind == Kind.EXPLAINED

    @property
    def text(self) -> str:
        """What the unit wrote."""
        return self.row.text if self.row is not None else ""

    @property
    def is_asked_anew(self) -> bool:
        """Whether the unit answered an earlier result that said something else of it."""
        return self.row is not None and not self.row.kind

    @property
    def version(self) -> int:
        """The version of the answer; 0 before there is one."""
        return self.row.version if self.row is not None else 0


@dataclass(frozen=True, slots=True)
class JustificationView:
    """All that a unit is asked by its result: the leaves that were lowered, in the order of the set."""

    appraised: UnitAppraisal
    result: AppraisalResult
    leaves: tuple[JustifiedLeaf, ...]

    @property
    def explained(self) -> list[JustifiedLeaf]:
        """Those that the unit explains."""
        return [one for one in self.leaves if one.is_explained]

    @property
    def accepted(self) -> list[JustifiedLeaf]:
        """Those that the unit accepts in so many words."""
        return [one for one in self.leaves if one.kind == Kind.ACCEPTED]

    @property
    def unanswered(self) -> list[JustifiedLeaf]:
        """Those to which it has said nothing yet: they count as accepted."""
        return [one for one in self.leaves if not one.kind]

    def leaf(self, number: str) -> JustifiedLeaf | None:
        """Return one of them by its number; None where there is none."""
        return next((one for one in self.leaves if one.leaf.number == number), None)


def lowered_leaves(result: AppraisalResult) -> list[SentLeaf]:
    """Return the leaves that a result lowered, in the order of the set."""
    return [one for one in leaves_in(result.content) if one.lowered]


def justification_view(appraised: UnitAppraisal) -> JustificationView | None:
    """Return what a unit is asked by the result of its first appraisal that stands; None where nothing was lowered, or
    none stands. Four queries."""
    result = standing_result(appraised)
    lowered = lowered_leaves(result) if result is not None else []
    if result is None or not lowered or appraised.state != UnitAppraisal.State.SENT:
        return None
    rows = {one.leaf: one for one in Justification.objects.filter(of=appraised).order_by()}
    links: dict[str, list[JustificationEvidence]] = defaultdict(list)
    for link in evidence_of(appraised):
        links[link.leaf].append(link)
    leaves = (JustifiedLeaf(one, rows.get(one.number), tuple(links[one.number])) for one in lowered)
    return JustificationView(appraised, result, tuple(leaves))


def justification_content(view: JustificationView) -> dict[str, Any]:
    """Return what a unit says as plain JSON: each leaf that was lowered as the result has it, whether the unit explains
    or accepts it, and the text and documents of what it explains."""
    participant, sent = view.appraised.participant, view.result.content["leaves"]
    return {
        "form": FORM,
        "unit": participant.name,
        "code": participant.code,
        "cycle": participant.cycle.name,
        "year": participant.cycle.year,
        "result": {"number": view.result.number, "sha256": view.result.sha256},
        "leaves": {one.leaf.number: _leaf(one, sent[one.leaf.number]) for one in view.leaves},
    }


def _leaf(one: JustifiedLeaf, sent: Mapping[str, Any]) -> dict[str, Any]:
    said = one.is_explained
    return {
        "name": one.leaf.name,
        "sent": dict(sent),
        "kind": (Kind.EXPLAINED if said else Kind.ACCEPTED).value,
        "answered": bool(one.kind),
        "text": one.text if said else "",
        "evidence": [evidence_content(link) for link in one.evidence] if said else [],
    }


def justification_seal(view: JustificationView) -> str:
    """Return what tells a justification, as a page shows it before it is handed in, from every other."""
    return content_hash(justification_content(view))[:32]


def open_justifications(participants: list[int]) -> list[JustificationView]:
    """Return what these participants, by their ids, were asked by their results and have not handed in yet."""
    sent = UnitAppraisal.objects.filter(
        participant__in=participants, stage=Stage.FIRST_APPRAISAL, state=UnitAppraisal.State.SENT
    )
    waiting = sent.exclude(pk__in=standing_submissions().values("of"))
    rows = waiting.select_related("participant__cycle").order_by("participant__place", "pk")
    views = (justification_view(one) for one in rows)
    return [view for view in views if view is not None]
