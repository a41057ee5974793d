"""What was amended of a plan as official papers: the plan that amends it, with the changed rows alone, and the plan of
today with all its amendments (hợp nhất)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cchc.core.plans.columns import BY_KEY, COOPERATING, DEADLINE, EXTRA, KEYS, LEAD
from cchc.core.plans.following.amendments import (
    AmendmentKind,
    MeasureChange,
    amended_content,
    changes_of,
    measures_in,
)
from cchc.documents.queries.prepared import OutdatedFile
from cchc.files.converting import printed_pdf
from cchc.following.models import Amendment
from cchc.following.queries.amendments import approved_content, standing_amendments
from cchc.plans.exchange.printed import PlanLayout, PrintedHead, amendment_paper, plan_paper
from cchc.plans.exchange.printed_table import PrintedSection
from cchc.plans.models import Plan
from cchc.plans.queries.printed import (
    Wishes,
    head_on_paper,
    measure_on_paper,
    printed_sections,
    usual_wishes,
)

REMARK = "Sửa đổi, bổ sung"  # over the column that says what an amendment did to a measure
_SHOWN_BEFORE = (LEAD, COOPERATING, DEADLINE)  # short enough to stand in a remark
_DONE = {
    AmendmentKind.EXTENDED: "gia hạn nhiệm vụ",
    AmendmentKind.CHANGED: "sửa đổi nhiệm vụ",
    AmendmentKind.ADDED: "bổ sung nhiệm vụ",
    AmendmentKind.WITHDRAWN: "đưa ra khỏi Kế hoạch nhiệm vụ",
}


def usual_wishes_of_amendment(plan: Plan) -> dict[str, str]:
    """Return what the paper of an amendment of `plan` is like where nobody asks for anything else."""
    wishes = usual_wishes(plan)
    return {**wishes, "dang": PlanLayout.TABLE.value, "can_cu": f"Căn cứ {head_on_paper(plan, wishes).named}"}


def word_of_amendment(plan: Plan, amendment: Amendment, wishes: Wishes) -> bytes:
    """Return the plan by which `plan` was amended, as a Word file: the rows that changed as they are since then."""
    changes = changes_of(json.loads(amendment.content))
    before, after = _contents_around(plan, amendment)
    known = {**measures_in(before), **measures_in(after)}
    gone = [known[one.measure] for one in changes if one.kind is AmendmentKind.WITHDRAWN]
    return amendment_paper(
        _head_of_amendment(plan, amendment, wishes),
        head_on_paper(plan, wishes),
        changed_sections(after, changes),
        [measure_on_paper(one) for one in gone],
    )


def changed_sections(content: Mapping[str, Any], changes: Sequence[MeasureChange]) -> list[PrintedSection]:
    """Return the measures of a content that `changes` added or changed, each with a remark that says how."""
    by_measure = {one.measure: one for one in changes if one.kind is not AmendmentKind.WITHDRAWN}
    sections = []
    for section in content["sections"]:
        rows = tuple(
            _remarked(measure, by_measure[measure["id"]])
            for measure in section["measures"]
            if measure["id"] in by_measure
        )
        if rows:
            sections.append(PrintedSection(section["number"], section["heading"], rows))
    return sections


def _remarked(measure: Mapping[str, Any], change: MeasureChange) -> dict[str, str]:
    texts = {key: str(measure[key]) for key in KEYS}
    lines = [*texts[EXTRA].splitlines(), f"{REMARK}: {_remark(change)}"]
    return {**texts, EXTRA: "\n".join(lines)}


def _remark(change: MeasureChange) -> str:
    if change.kind is AmendmentKind.ADDED:
        return "Bổ sung"
    said = []
    for key in (key for key in KEYS if key in change.columns):
        before = " ".join(change.columns[key][0].split())
        name = BY_KEY[key].heading or "cột khác"
        was = f" (trước đây: {before})" if before and key in _SHOWN_BEFORE else ""
        said.append(f"{name.lower()}{was}")
    return f"{'Gia hạn' if change.kind is AmendmentKind.EXTENDED else 'Sửa đổi'} {'; '.join(said)}"


def _contents_around(plan: Plan, amendment: Amendment) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    """What `plan` said before and after an amendment that stands."""
    content = approved_content(plan)
    assert content is not None, "only a plan that was in force is amended"
    for one in standing_amendments(plan):
        after = amended_content(content, changes_of(json.loads(one.content)))
        if one.pk == amendment.pk:
            return content, after
        content = after
    raise ValueError("the amendment does not stand")


def word_of_today(plan: Plan, wishes: Wishes) -> bytes:
    """Return the plan of today with all its amendments as a Word file; notes say what each amendment did."""
    head = head_on_paper(plan, wishes)
    amendments = list(standing_amendments(plan))
    notes = [_note(plan, one, wishes) for one in amendments]
    named = (
        f"(Hợp nhất đến lần sửa đổi, bổ sung thứ {len(amendments)})"
        if amendments
        else "(Chưa được sửa đổi, bổ sung)"
    )
    head = replace(head, beneath=named, notes=notes)
    return plan_paper(head, printed_sections(plan), PlanLayout(wishes["dang"]))


def _note(plan: Plan, amendment: Amendment, wishes: Wishes) -> str:
    changes = changes_of(json.loads(amendment.content))
    before, after = _contents_around(plan, amendment)
    known = {**measures_in(before), **measures_in(after)}
    told = []
    for kind, done in _DONE.items():
        names = [measure_on_paper(known[one.measure]) for one in changes if one.kind is kind]
        if names:
            told.append(f"{done} {', '.join(names)}")
    paper = _head_of_amendment(plan, amendment, wishes).named
    return f"Sửa đổi, bổ sung lần {amendment.number}, theo {paper}: {'; '.join(told)}."


def _head_of_amendment(plan: Plan, amendment: Amendment, wishes: Wishes) -> PrintedHead:
    document = amendment.document
    return replace(
        head_on_paper(plan, wishes),
        number=document.number if document else "",
        on=(document.date if document else None) or amendment.date,
    )


def state_of_amended(plan: Plan, number: int, wishes: Wishes) -> str:
    """Return a text that is equal for papers that say the same; `number` is that of an amendment, 0 for the plan of
    today."""
    standing = [(one.number, one.sha256, one.document_id) for one in standing_amendments(plan)]
    said = repr((plan.version, number, standing, head_on_paper(plan, wishes), sorted(wishes.items())))
    return hashlib.sha256(said.encode()).hexdigest()


def amended_word(about: Mapping[str, Any]) -> bytes:
    """Return the Word file that was asked for. Raises `OutdatedFile` when the plan was amended since."""
    plan = Plan.objects.select_related("unit__parent", "document").filter(pk=about["plan"]).first()
    number, wishes = about["number"], about["wishes"]
    if plan is None or state_of_amended(plan, number, wishes) != about["state"]:
        raise OutdatedFile
    if not number:
        return word_of_today(plan, wishes)
    amendment = standing_amendments(plan).filter(number=number).first()
    if amendment is None:
        raise OutdatedFile
    return word_of_amendment(plan, amendment, wishes)


def amended_pdf(about: Mapping[str, Any]) -> bytes:
    """Return the pages of the same paper as a PDF. Raises `OutdatedFile` likewise, `Faults` where LibreOffice makes
    nothing of it."""
    return printed_pdf(amended_word(about), "ke-hoach.docx")
