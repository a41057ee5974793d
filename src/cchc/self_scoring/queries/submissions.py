"""What a submission holds: the whole sheet as it stood, in canonical JSON with its hash; and how two of them differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from cchc.core.scoring.criteria.figures import figure, figure_words
from cchc.core.scoring.formulas.tree import Variable
from cchc.core.words.messages import Message, data_of
from cchc.cycles.consequences import Built
from cchc.cycles.models import Participant, PhaseKind
from cchc.scores.queries.content import text_of
from cchc.self_scoring.exchange.sheet_out import figure_label
from cchc.self_scoring.models import LinkedEvidence, SheetSubmission, UnitSheet
from cchc.self_scoring.queries.content import AnswerContent
from cchc.self_scoring.queries.gaps import SheetGap
from cchc.self_scoring.queries.sheet import LeafView, SheetLine, SheetView
from cchc.texts.speaking import speaker

SAY = speaker("self_scoring", "core", language_code="vi")
FORM = 2  # of the content: another form gets another number, old contents stay as they are


def canonical_text(content: Any) -> str:
    """Return plain JSON in its one canonical form: keys in order, no blanks, letters as they are."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(content: Any) -> str:
    """Return the SHA-256 (hexadecimal) of plain JSON in its canonical form."""
    return hashlib.sha256(canonical_text(content).encode()).hexdigest()


def submitted_content(view: SheetView, gaps: Sequence[SheetGap]) -> dict[str, Any]:
    """Return all that a sheet holds as plain JSON, with the gaps that are confirmed by handing it in."""
    participant = view.sheet.participant
    version = participant.cycle_set.version
    return {
        "form": FORM,
        "unit": participant.name,
        "code": participant.code,
        "cycle": participant.cycle.name,
        "year": view.year,
        "group": participant.peer_group,
        "set": {"id": version.set_id, "version": version.version, "sha256": version.sha256},
        "sums": {name: getattr(view.sums, name) for name in view.sums.__slots__},
        "leaves": {leaf.node.number: _leaf(leaf, gaps) for leaf in view.leaves()},
        "nodes": [_node(line) for line in view.rows],
        "gaps": [{"leaf": gap.leaf, "kind": gap.kind.value, "words": data_of(gap.words)} for gap in gaps],
    }


def _node(line: SheetLine) -> dict[str, Any]:
    """A line of the sheet as it prints: leaves by number alone, for they say more of themselves."""
    if line.leaf is not None:
        return {"number": line.node.number}
    return {
        "number": line.node.number,
        "name": line.node.name,
        "maximum": str(line.node.maximum),
        "points": text_of(line.ledger.points),
    }


def _leaf(leaf: LeafView, gaps: Sequence[SheetGap]) -> dict[str, Any]:
    content = leaf.content
    held: dict[str, Any] = {
        "kind": leaf.kind.value,
        "name": leaf.node.name,
        "maximum": str(leaf.node.maximum),
    }
    if not leaf.kind.is_answered:
        return held | {"why_not": leaf.why_not} if leaf.why_not else held
    return held | {
        "figures": dict(content.figures),
        "labels": {one.name: [figure_label(one), said(one, content)] for one in leaf.node.variables},
        "points": content.points,
        "without": leaf.standing.outcome.without or "",
        "reason": content.reason,
        "provisional": content.provisional,
        "note": content.note,
        "fed": {name: dict(one) for name, one in content.fed.items()},
        "late": content.late,
        "who": content.who,
        "at": content.at.astimezone(UTC).isoformat() if content.at else "",
        "evidence": [
            evidence_content(link) | {"faults": [gap.kind.value for gap in gaps if gap.link == link.pk]}
            for link in leaf.evidence
        ],
    }


def said(variable: Variable, content: AnswerContent) -> str:
    """Return a declared figure as an official reads it, in Vietnamese; empty where it is not declared."""
    text = content.figures.get(variable.name)
    if text is None:
        return ""
    words = figure_words(variable, figure(variable, text))
    return SAY(words) if isinstance(words, Message) else words


def evidence_content(link: LinkedEvidence) -> dict[str, Any]:
    """Return a document behind what a unit says, with its days, its files and the place in them, as plain JSON."""
    document = link.document
    return {
        "document": document.pk,
        "kind": document.kind,
        "number": document.number,
        "date": document.date.isoformat() if document.date else "",
        "issuer": document.issuer,
        "title": document.title,
        "received": document.received_at.astimezone(UTC).isoformat() if document.received_at else "",
        "linked": link.linked_at.astimezone(UTC).isoformat(),
        "files": [{"name": file.name, "sha256": file.sha256} for file in document.files],
        "part": link.part,
        "page": link.page,
        "passage": link.passage,
    }


def seal_of(view: SheetView, gaps: Sequence[SheetGap]) -> str:
    """Return what tells a sheet, as a page shows it before it is handed in, from every other."""
    return content_hash(submitted_content(view, gaps))[:32]


def is_intact(submission: SheetSubmission) -> bool:
    """Whether a submission holds what its hash says."""
    return content_hash(submission.content) == submission.sha256


def standing_submission(sheet: UnitSheet) -> SheetSubmission | None:
    """Return the submission of a sheet that counts: the last one, unless it was returned."""
    last = sheet.submissions.order_by("-number").first()
    return None if last is None or hasattr(last, "returned") else last


def submissions_built(*, participant: Participant, kind: str) -> list[Built]:
    """Return the submission of a participant that stands, for whoever is about to open its self-scoring again."""
    sheet = UnitSheet.objects.filter(participant=participant, state=UnitSheet.State.SUBMITTED).first()
    last = standing_submission(sheet) if sheet and kind == PhaseKind.SELF_SCORING else None
    if last is None:
        return []
    day = f"{localtime(last.at):%d/%m/%Y}"
    return [Built(_("submission {number} of {day}").format(number=last.number, day=day))]


# Two submissions


@dataclass(frozen=True, slots=True)
class LeafDifference:
    """A leaf that two submissions of a sheet hold differently: what each holds of it, as plain JSON."""

    leaf: str
    name: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    parts: tuple[str, ...]


SAID = ("figures", "points", "without", "reason", "provisional", "note", "fed", "evidence", "why_not", "kind")
"""What of a leaf is compared; who typed it and when is not."""


def differences(before: SheetSubmission, after: SheetSubmission) -> list[LeafDifference]:
    """Return the leaves that two submissions hold differently, in the order of the set of the later one."""
    old, new = before.content["leaves"], after.content["leaves"]
    found = []
    for number in [*new, *(one for one in old if one not in new)]:
        one, other = old.get(number, {}), new.get(number, {})
        parts = tuple(part for part in SAID if _said(one, part) != _said(other, part))
        if parts:
            name = other.get("name") or one.get("name", "")
            found.append(LeafDifference(number, name, one, other, parts))
    return found


def _said(leaf: Mapping[str, Any], part: str) -> Any:
    value = leaf.get(part)
    return sorted(map(_said_of_evidence, value or []), key=str) if part == "evidence" else value or None


def _said_of_evidence(link: Mapping[str, Any]) -> list[str]:
    """What two submissions are compared by: the bytes that stand behind a leaf and where to look, not what they are
    called. In form 1 a document had one file, named by its hash alone."""
    hashes = [one["sha256"] for one in link["files"]] if "files" in link else [link["sha256"]]
    return [str(hashes), *(str(link.get(key)) for key in ("part", "page", "passage"))]
